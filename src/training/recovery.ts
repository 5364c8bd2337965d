import type { JobSpec, Model } from "../model/types.ts";

/** Seconds from a failure to running again at a moment: straight lines between the breakpoints, flat outside. */
export function recoveryAt({ at, seconds }: Model["recovery"], now: number): number {
  const last = at.length - 1;
  if (last < 0) return 0;
  if (now <= (at[0] ?? 0)) return seconds[0] ?? 0;
  for (let i = 1; i <= last; i++) {
    const t1 = at[i] ?? 0;
    if (now > t1) continue;
    const t0 = at[i - 1] ?? 0;
    const s0 = seconds[i - 1] ?? 0;
    return s0 + ((seconds[i] ?? 0) - s0) * ((now - t0) / (t1 - t0));
  }
  return seconds[last] ?? 0;
}

/** Failures per second that send a gang of so many chips back to a durable checkpoint. */
export function rollbackRate(model: Model, spec: JobSpec, pool: number, chips: number): number {
  const p = model.pools[pool];
  if (p === undefined) return model.jobFailuresPerSecond;
  const { memory, recovery } = spec;
  // Other replicas hold the state of the one that is lost.
  if (recovery.by === "replica") return chips * model.unplannedPerChipSecond + model.jobFailuresPerSecond;
  if (memory === undefined)
    return chips * (p.gangFailuresPerChipSecond + model.unplannedPerChipSecond) + model.jobFailuresPerSecond;
  const fabric = p.fabricFailuresPerSecond / p.chipsPerUs;
  const single = p.gangFailuresPerChipSecond - fabric + model.unplannedPerChipSecond;
  return chips * (memory.survivesHosts > 0 ? fabric : fabric + single);
}
