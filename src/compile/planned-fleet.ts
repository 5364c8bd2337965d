/**
 * The fleet as planned: every delivery on its planned day and every refresh that pays at its age, without slips,
 * ceilings or failures.
 */
import { usefulGain } from "../fleet/useful-gain.ts";
import type { WorkPerWatt } from "../fleet/useful-gain.ts";
import { valueOf } from "../scenario/quantity.ts";
import { DAY, YEAR } from "./context.ts";
import type { Context } from "./context.ts";
import type { Batch } from "./deliveries.ts";
import { isNewer } from "./refresh.ts";
import type { SystemFacts } from "./systems.ts";

/** IT watts filled by one system from one moment to another. */
interface Stretch {
  readonly site: string;
  readonly system: string;
  readonly watts: number;
  readonly from: number;
  readonly until: number;
}

export class PlannedFleet {
  private readonly stretches: readonly Stretch[];
  private readonly systems: ReadonlyMap<string, SystemFacts>;

  constructor(
    context: Context,
    batches: readonly Batch[],
    systems: ReadonlyMap<string, SystemFacts>,
    work: ReadonlyMap<string, WorkPerWatt>,
  ) {
    this.systems = systems;
    const burnIn = valueOf(context.scenario.fleet.burnInHours) * 3600;
    this.stretches = batches.flatMap((batch) => {
      const facts = systems.get(batch.system);
      if (facts === undefined) return [];
      const first: Stretch = {
        site: batch.site,
        system: batch.system,
        watts: batch.us * facts.chips * facts.wattsPerChip,
        from: batch.since === undefined ? batch.planned + burnIn : batch.planned,
        until: Infinity,
      };
      return withRefresh(context, first, batch.since ?? first.from, systems, work);
    });
  }

  /** Dense FLOP/s of all chips in service at a moment; a chip without the precision counts 0. */
  peakFlops(at: number, precision: "bf16" | "fp8"): number {
    let flops = 0;
    for (const { system, watts, from, until } of this.stretches) {
      const facts = this.systems.get(system);
      if (facts === undefined || at < from || at >= until) continue;
      flops += (watts / facts.wattsPerChip) * (precision === "fp8" ? facts.peakFp8 : facts.peakBf16);
    }
    return flops;
  }

  /** Mean chips in service in a pool ("site/system") between two moments. */
  meanChips(pool: string, from: number, to: number): number {
    let chipSeconds = 0;
    for (const stretch of this.stretches) {
      if (`${stretch.site}/${stretch.system}` !== pool) continue;
      const chips = stretch.watts / (this.systems.get(stretch.system)?.wattsPerChip ?? Infinity);
      const begin = Math.max(from, stretch.from);
      chipSeconds += chips * Math.max(0, Math.min(to, stretch.until) - begin);
    }
    return chipSeconds / (to - from);
  }
}

/** The stretch, and what takes its place at each age where that pays. */
function withRefresh(
  context: Context,
  first: Stretch,
  since: number,
  systems: ReadonlyMap<string, SystemFacts>,
  work: ReadonlyMap<string, WorkPerWatt>,
): Stretch[] {
  const { refresh } = context.scenario.fleet;
  if (refresh === undefined) return [first];
  const lead = valueOf(refresh.leadTimeDays) * DAY;
  const found: Stretch[] = [];
  let now = first;
  let review = Math.max(0, since + valueOf(refresh.ageYears) * YEAR);
  while (review + lead < context.horizon) {
    const old = work.get(now.system);
    const least = 1 + valueOf(refresh.minGain);
    let best: { system: SystemFacts; gain: number } | undefined;
    for (const id of refresh.systems) {
      const [next, does] = [systems.get(id), work.get(id)];
      if (next === undefined || does === undefined || old === undefined) continue;
      if (!isNewer(next, systems.get(now.system))) continue;
      if (next.availableEpoch - context.startEpoch > review + lead) continue;
      const gain = usefulGain(does, old, valueOf(refresh.trainingWeight));
      if (gain > least && (best === undefined || gain > best.gain)) best = { system: next, gain };
    }
    if (best === undefined) {
      review += YEAR;
      continue;
    }
    const from = review + lead;
    found.push({ ...now, until: from });
    now = { ...now, system: best.system.id, from, until: Infinity };
    review = from + valueOf(refresh.ageYears) * YEAR;
  }
  return [...found, now];
}
