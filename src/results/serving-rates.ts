/** How far the rates at which a fleet serves may be off. */
import type { GenerationRow, PoolInfo, RatesError, Result } from "./types.ts";

/** The widest error of the chips that serve. Where some are predicted the rest is not named: they decide. */
export function servingRates(
  pools: readonly Pick<PoolInfo, "system">[],
  generations: readonly Pick<
    GenerationRow,
    "system" | "name" | "prediction" | "band" | "tokensPerSecondPerMw"
  >[],
): Result["servingRates"] {
  const here = new Set(pools.map(({ system }) => system));
  const rows = generations.filter((row) => row.tokensPerSecondPerMw > 0 && here.has(row.system));
  if (rows.length === 0) return undefined;
  const predicted = rows.some(({ prediction }) => prediction);
  const counted = rows.filter(({ prediction }) => prediction === predicted);
  return {
    predicted,
    band: counted.reduce((most, { band }) => Math.max(most, band), 0),
    chips: [...new Set(counted.map(({ name }) => name))],
  };
}

/** "prediction, ±40 %" */
export const predictionOf = ({ band }: RatesError): string => `prediction, ±${Math.round(100 * band)} %`;
