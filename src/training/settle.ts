/**
 * Settles a stretch of a job's run clock: what was checkpointed becomes productive, what came after is
 * lost (a failure), kept (a planned save) or not yet decided (the horizon). Booked in the bins in which
 * the time was spent.
 */
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import { S } from "../ledger/states.ts";
import type { MemoryTierModel } from "../model/types.ts";
import { remember } from "./corruption.ts";
import type { Job } from "./job.ts";
import { rewind, runClock } from "./job.ts";
import { NO_PLAN, computeUpTo, copiedAt, durableAt } from "./run-clock.ts";

export type Outcome = "lost" | "saved" | "open";

/**
 * Books the run clock 0..u of a job and takes the durable work off what remains (not for "open", which
 * only describes the run as it stands and may be asked again).
 */
export function settle(ledger: ChipLedger, job: Job, u: number, outcome: Outcome): void {
  const durable = outcome === "saved" ? u : durableAt(job.plan, u);
  bookClock(ledger, job, 0, durable, S.productive);
  bookClock(ledger, job, durable, u, outcome === "open" ? S.uncommitted : S.lost);
  if (outcome === "open") return;
  const done = computeUpTo(job.plan, durable) * job.planChips * job.flopsPerChip;
  job.remaining = Math.max(0, job.remaining - done);
}

/** Books what lies beyond the last copy that a failure leaves, and returns the run clock of that copy. */
export function settleToCopy(ledger: ChipLedger, job: Job, u: number): number {
  const kept = Math.min(u, copiedAt(job.plan, u));
  bookClock(ledger, job, kept, u, S.lost);
  return kept;
}

/** Settles the run clock as it stood at `at` and does away with it. */
export function closeClock(ledger: ChipLedger, job: Job, at: number, outcome: Outcome): void {
  settle(ledger, job, Math.min(runClock(job, at), job.plan.total), outcome);
  job.pieceTime = [];
  job.pieceClock = [];
  job.pieceSpeed = [];
  job.plan = NO_PLAN;
}

/**
 * An interruption: the run clock is settled, or set back to the copy in memory that a failure leaves, to go on from
 * there. A planned save that was under way is booked.
 */
export function stopClock(
  ledger: ChipLedger,
  job: Job,
  now: number,
  outcome: Outcome,
  memory: MemoryTierModel | undefined,
): void {
  const saving = job.phase === "saving";
  if (saving) bookWrite(ledger, job, job.saveStart, now);
  const saved = saving && now >= job.phaseEnd;
  // The save stood the clock still, though its pieces say it went on.
  const at = saving ? job.saveStart : now;
  if (outcome === "lost" && !saved && memory !== undefined && job.hostsLost <= memory.survivesHosts) {
    rewind(job, now, settleToCopy(ledger, job, Math.min(runClock(job, at), job.plan.total)));
  } else closeClock(ledger, job, at, saved ? "saved" : outcome);
}

/** FLOP that the run clock would leave durable now. */
export function durableFlops(job: Job, u: number): number {
  return computeUpTo(job.plan, durableAt(job.plan, u)) * job.planChips * job.flopsPerChip;
}

function bookClock(ledger: ChipLedger, job: Job, from: number, to: number, state: number): void {
  if (to <= from) return;
  for (let i = 0; i < job.pieceTime.length; i++) {
    const clock = job.pieceClock[i] ?? 0;
    const speed = job.pieceSpeed[i] ?? 1;
    const next = job.pieceClock[i + 1] ?? Infinity;
    const u0 = Math.max(from, clock);
    const u1 = Math.min(to, next);
    if (u1 > u0 && speed > 0) bookPiece(ledger, job, u0, u1, clock, job.pieceTime[i] ?? 0, speed, state);
  }
}

/** One piece of constant speed, cut at the bins. */
function bookPiece(
  ledger: ChipLedger,
  job: Job,
  u0: number,
  u1: number,
  clock: number,
  time: number,
  speed: number,
  state: number,
): void {
  const width = ledger.binSeconds;
  let u = u0;
  let bin = Math.floor((time + (u - clock) / speed) / width);
  while (u < u1) {
    const end = Math.min(u1, clock + ((bin + 1) * width - time) * speed);
    if (end > u) {
      const work = (computeUpTo(job.plan, end) - computeUpTo(job.plan, u)) * job.planChips;
      const write = (end - u) * job.planChips - work;
      const from = time + (u - clock) / speed;
      const to = Math.min(time + (end - clock) / speed, (bin + 1) * width);
      book(ledger, job, state, from, to, work);
      book(ledger, job, S.checkpointing, from, to, write);
      u = end;
    }
    bin++;
  }
}

/** Books a stretch of wall time that was all checkpoint writing (a planned save). */
export function bookWrite(ledger: ChipLedger, job: Job, from: number, to: number): void {
  book(ledger, job, S.checkpointing, from, to, (to - from) * (job.chips - job.capped));
}

function book(
  ledger: ChipLedger,
  job: Job,
  state: number,
  from: number,
  to: number,
  chipSeconds: number,
): void {
  ledger.book(job.pool, state, from, to, chipSeconds);
  job.spent[state] = (job.spent[state] ?? 0) + chipSeconds;
  if (state !== S.productive) return;
  ledger.credit(job.pool, from, to, chipSeconds * job.flopsPerChip);
  if (job.recent !== undefined) remember(job, from, to, chipSeconds);
}
