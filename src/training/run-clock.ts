/**
 * A job between two interruptions. Its run clock u advances while it runs (slower when power-capped or short of a
 * replica) and passes through cycles of `tau` seconds of work and `write` seconds that a checkpoint blocks, the last
 * cycle shorter. Checkpoints need no events: everything is a closed form of u.
 */
export interface RunPlan {
  readonly tau: number;
  readonly write: number;
  /** Run clock of a whole cycle. */
  readonly cycle: number;
  /** Run clock from the end of a cycle to its checkpoint being durable; 0: it was when the cycle ended. */
  readonly lag: number;
  /** Work between two copies to memory (Infinity: none) and what each blocks. */
  readonly memoryTau: number;
  readonly memoryWrite: number;
  /** Whole cycles before the last one. */
  readonly fullCycles: number;
  /** Work in the last cycle, seconds. */
  readonly lastWork: number;
  /** Run clock at which everything is done and durable. */
  readonly total: number;
}

export const NO_PLAN: RunPlan = {
  tau: 0,
  write: 0,
  cycle: 0,
  lag: 0,
  memoryTau: Infinity,
  memoryWrite: 0,
  fullCycles: 0,
  lastWork: 0,
  total: 0,
};

/** Plan for `work` seconds of undisturbed computing. A checkpoint also follows the last segment. */
export function planRun(
  work: number,
  tau: number,
  write: number,
  lag = 0,
  memoryTau = Infinity,
  memoryWrite = 0,
): RunPlan {
  const interval = tau < work ? tau : work;
  // A quotient a rounding above a whole number must not add an empty segment.
  const cycles = interval > 0 ? Math.max(1, Math.ceil(work / interval - 1e-9)) : 1;
  const lastWork = work - (cycles - 1) * interval;
  const full = copiesIn(interval, memoryTau) * memoryWrite;
  const copies = (cycles - 1) * full + copiesIn(lastWork, memoryTau) * memoryWrite;
  return {
    tau: interval,
    write,
    cycle: interval + write + full,
    lag,
    memoryTau,
    memoryWrite: memoryTau === Infinity ? 0 : memoryWrite,
    fullCycles: cycles - 1,
    lastWork,
    total: work + cycles * write + copies + lag,
  };
}

/** Copies to memory within a segment of work; none where the checkpoint itself follows. */
function copiesIn(work: number, memoryTau: number): number {
  return memoryTau === Infinity ? 0 : Math.max(0, Math.ceil(work / memoryTau - 1e-9) - 1);
}

/** Whole cycles within run clock 0..u, but for the last. */
function cyclesAt(plan: RunPlan, u: number): number {
  return plan.cycle > 0 ? Math.max(0, Math.min(plan.fullCycles, Math.floor(u / plan.cycle))) : 0;
}

/** Seconds of computing (not writing) within run clock 0..u. */
export function computeUpTo(plan: RunPlan, u: number): number {
  const whole = cyclesAt(plan, u);
  const rest = u - whole * plan.cycle;
  const work = whole < plan.fullCycles ? plan.tau : plan.lastWork;
  return whole * plan.tau + (plan.memoryWrite > 0 ? withCopies(plan, rest, work) : rest < work ? rest : work);
}

/** Of `rest` seconds into a segment of so much work, those computed; each copy to memory blocks. */
function withCopies({ memoryTau, memoryWrite }: RunPlan, rest: number, work: number): number {
  const copies = copiesIn(work, memoryTau);
  const done = Math.min(copies, Math.floor(rest / (memoryTau + memoryWrite)));
  const piece = done < copies ? memoryTau : work - copies * memoryTau;
  return done * memoryTau + Math.min(piece, rest - done * (memoryTau + memoryWrite));
}

/** Run clock of the last durable checkpoint at u: the state it holds is that of its cycle's end. */
export function durableAt(plan: RunPlan, u: number): number {
  return u >= plan.total ? plan.total : cyclesAt(plan, u - plan.lag) * plan.cycle;
}

/** Run clock of the last copy at u, in memory or durable. */
export function copiedAt(plan: RunPlan, u: number): number {
  if (u >= plan.total) return plan.total;
  if (plan.memoryTau === Infinity) return durableAt(plan, u);
  const whole = cyclesAt(plan, u);
  const copies = copiesIn(whole < plan.fullCycles ? plan.tau : plan.lastWork, plan.memoryTau);
  const piece = plan.memoryTau + plan.memoryWrite;
  return whole * plan.cycle + Math.min(copies, Math.floor((u - whole * plan.cycle) / piece)) * piece;
}
