/** What came by each access path: shares are constant over a run, so its demand here says what went elsewhere. */
import type { DemandModel } from "../model/types.ts";
import type { AccessPathRow, Series } from "./types.ts";

/** Tokens/s served elsewhere over those that come here. */
export const elsewhereOver = (hereShare: number): number => (1 - hereShare) / hereShare;

export function accessPathRows(
  demand: DemandModel | undefined,
  series: readonly Series[],
): readonly AccessPathRow[] {
  if (demand === undefined || demand.paths.length === 0) return [];
  const all = demand.regions.map(({ id, hereShare }) => {
    const here = series.find((each) => each.id === `demand.${id}`)?.mean ?? new Float64Array(0);
    return here.length === 0 ? 0 : here.reduce((a, b) => a + b, 0) / here.length / hereShare;
  });
  const total = all.reduce((a, b) => a + b, 0);
  return demand.paths.map(
    ({ id, name, pool, price, resellerShare, commitment, ttftSeconds, speed, shares }) => {
      const tokensPerSecond = all.reduce((sum, tokens, r) => sum + tokens * (shares[r] ?? 0), 0);
      const share = total > 0 ? tokensPerSecond / total : 0;
      return {
        id,
        name,
        pool,
        share,
        tokensPerSecond,
        price,
        resellerShare,
        ...(commitment === undefined ? {} : { commitment }),
        ttftSeconds,
        speed,
      };
    },
  );
}
