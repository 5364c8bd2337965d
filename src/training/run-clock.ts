/**
 * A job between two interruptions. Its run clock u advances while it runs (slower when power-capped) and
 * passes through cycles of `tau` seconds of work and `write` seconds of checkpoint, the last cycle shorter.
 * Checkpoints need no events: everything is a closed form of u.
 */
export interface RunPlan {
  readonly tau: number;
  readonly write: number;
  /** Whole cycles before the last one. */
  readonly fullCycles: number;
  /** Work in the last cycle, seconds. */
  readonly lastWork: number;
  /** Run clock at which everything is done and durable. */
  readonly total: number;
}

/** Plan for `work` seconds of undisturbed computing. A checkpoint also follows the last segment. */
export function planRun(work: number, tau: number, write: number): RunPlan {
  const interval = tau < work ? tau : work;
  // A quotient a rounding above a whole number must not add an empty segment.
  const cycles = interval > 0 ? Math.max(1, Math.ceil(work / interval - 1e-9)) : 1;
  const lastWork = work - (cycles - 1) * interval;
  return { tau: interval, write, fullCycles: cycles - 1, lastWork, total: work + cycles * write };
}

/** Seconds of computing (not writing) within run clock 0..u. */
export function computeUpTo(plan: RunPlan, u: number): number {
  const cycle = plan.tau + plan.write;
  const whole = cycle > 0 ? Math.min(plan.fullCycles, Math.floor(u / cycle)) : 0;
  const rest = u - whole * cycle;
  const work = whole < plan.fullCycles ? plan.tau : plan.lastWork;
  return whole * plan.tau + (rest < work ? rest : work);
}

/** Run clock of the last durable checkpoint at or before u. */
export function durableAt(plan: RunPlan, u: number): number {
  if (u >= plan.total) return plan.total;
  const cycle = plan.tau + plan.write;
  return cycle > 0 ? Math.min(plan.fullCycles, Math.floor(u / cycle)) * cycle : 0;
}
