/** What each system does per watt in this model: the yardstick of a refresh, and a table for the reader. */
import type { WorkPerWatt } from "../fleet/useful-gain.ts";
import type { CellRates } from "../inference/serving-cell.ts";
import type { GenerationModel } from "../model/types.ts";
import type { Context } from "./context.ts";
import type { SystemFacts } from "./systems.ts";
import { mixedRate } from "./demand.ts";
import { kindRates } from "./served-models.ts";

/** By system; training at the precision most campaigns use, tokens on the class mix. Rates are the roofline's with its derate, at mature software. */
export function workOf(
  context: Context,
  systems: ReadonlyMap<string, SystemFacts>,
): ReadonlyMap<string, WorkPerWatt> {
  const campaigns = Object.values(context.scenario.training.campaigns);
  const bf16 = campaigns.filter((spec) => spec.precision === "bf16").length * 2 > campaigns.length;
  return new Map(
    [...systems].map(([id, facts]) => [
      id,
      {
        trainingPerWatt: (bf16 ? facts.peakBf16 : facts.peakFp8) / facts.wattsPerChip,
        tokensPerWatt: mixedRate(context, kindRates(context, facts)) / facts.wattsPerChip,
      },
    ]),
  );
}

export function compileGenerations(
  context: Context,
  systems: ReadonlyMap<string, SystemFacts>,
  work: ReadonlyMap<string, WorkPerWatt>,
): GenerationModel[] {
  return [...systems.values()]
    .toSorted((a, b) => a.availableEpoch - b.availableEpoch)
    .map((facts) => ({ facts, silicon: facts.serving("bf16", "bf16") }))
    .map(({ facts, silicon }) => ({
      chip: facts.chip,
      name: facts.chipName,
      system: facts.id,
      availableSeconds: facts.availableEpoch - context.startEpoch,
      wattsPerChip: facts.wattsPerChip,
      halls: [
        ...(facts.fitsAir ? (["air"] as const) : []),
        ...(facts.fitsLiquid ? (["liquid"] as const) : []),
      ],
      bf16FlopsPerWatt: facts.peakBf16 / facts.wattsPerChip,
      fp8FlopsPerWatt: facts.peakFp8 / facts.wattsPerChip,
      tokensPerSecondPerMw: (work.get(facts.id)?.tokensPerWatt ?? 0) * 1e6,
      decodeTokensPerSecondPerMw: perMw(context, facts, decodeAlone),
      prefillTokensPerSecondPerMw: perMw(context, facts, prefillAlone),
      prediction: silicon.prediction,
      band: silicon.band,
      projected: isProjected(context, facts.chip),
      claims: claimsOf(context, facts),
    }));
}

/** Output tokens/s of chips that only decode, and output tokens/s whose prompts are read by chips that do nothing else. */
const decodeAlone = ({ outputPerChip, prefillShare }: CellRates): number =>
  outputPerChip / (1 - prefillShare);
const prefillAlone = ({ outputPerChip, prefillShare }: CellRates): number => outputPerChip / prefillShare;

const perMw = (context: Context, facts: SystemFacts, of: (rates: CellRates) => number): number =>
  (mixedRate(context, kindRates(context, facts, of)) / facts.wattsPerChip) * 1e6;

const isProjected = (context: Context, chip: string): boolean =>
  context.catalogue.chips[chip]?.projection !== undefined;

function claimsOf(context: Context, facts: SystemFacts): GenerationModel["claims"] {
  const claims = context.catalogue.systems[facts.id]?.claims ?? [];
  return claims.map(({ measure, than, factor }) => ({
    measure,
    than,
    factor: factor.value,
    source: factor.source,
  }));
}
