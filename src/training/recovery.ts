import type { Model } from "../model/types.ts";

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
