/**
 * Silent data corruption: found late, it sends a job back to a checkpoint of a stated age. What it computed since then was
 * booked as productive and becomes lost, in the bins where it was spent.
 */
import type { Engine, Stream } from "../engine/index.ts";
import { exponential } from "../engine/index.ts";
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import { S } from "../ledger/states.ts";
import type { CorruptionModel } from "../model/reliability.ts";
import type { Job } from "./job.ts";
import { hasClock } from "./job.ts";

export interface CorruptionPorts {
  readonly engine: Engine;
  readonly draws: Stream;
  readonly handler: number;
  readonly eventClass: number;
  job(slot: number): Job;
  /** Ends what runs, does away with what was done after `since`, and begins again. */
  rollBack(job: Job, since: number, now: number): void;
}

export class Corruption {
  private readonly model: CorruptionModel;
  private readonly ports: CorruptionPorts;

  constructor(model: CorruptionModel, ports: CorruptionPorts) {
    this.model = model;
    this.ports = ports;
    ports.engine.on(ports.handler, (slot, now) => this.onFound(ports.job(slot), now), "corruption found");
  }

  /** The job begins: from now on what it does is remembered for as long as it may prove wrong. */
  arm(job: Job, now: number): void {
    const { engine, draws, eventClass, handler } = this.ports;
    job.recent ??= { keepSeconds: this.model.ageSeconds, pieces: [] };
    const u = draws.uniform(job.key, job.corruptions++);
    engine.at(now + exponential(u, this.model.gapSeconds), eventClass, handler, job.slot);
  }

  private onFound(job: Job, now: number): void {
    if (job.phase === "done") return;
    this.arm(job, now);
    if (hasClock(job)) this.ports.rollBack(job, now - this.model.ageSeconds, now);
  }
}

const ROUNDING = 1e-12;

/** Remembers a piece of productive work, and forgets what is too old to be taken back. */
export function remember(job: Job, from: number, to: number, chipSeconds: number): void {
  const { recent } = job;
  if (recent === undefined || !(to > from)) return;
  const { pieces, keepSeconds } = recent;
  pieces.push(from, to, chipSeconds);
  let old = 0;
  while (old < pieces.length && (pieces[old + 1] ?? 0) < to - keepSeconds) old += 3;
  if (old > 0) pieces.splice(0, old);
}

/** Productive work after `since` becomes lost, and is to be done again. */
export function takeBack(ledger: ChipLedger, job: Job, since: number): void {
  const pieces = job.recent?.pieces ?? [];
  while (pieces.length > 0) {
    const [from = 0, to = 0, chipSeconds = 0] = pieces.slice(-3);
    if (to <= since) return;
    pieces.length -= 3;
    const start = Math.max(from, since);
    const wrong = (chipSeconds * (to - start)) / (to - from);
    ledger.book(job.pool, S.productive, start, to, -wrong);
    ledger.book(job.pool, S.lost, start, to, wrong);
    ledger.credit(job.pool, start, to, -wrong * job.flopsPerChip);
    const before = job.spent[S.productive] ?? 0;
    // What rounding leaves of nothing is nothing.
    const left = before - wrong > ROUNDING * before ? before - wrong : 0;
    job.spent[S.productive] = left;
    job.spent[S.lost] = (job.spent[S.lost] ?? 0) + wrong;
    job.remaining = left === 0 ? job.goal : Math.min(job.goal, job.remaining + wrong * job.flopsPerChip);
    if (start > from) {
      pieces.push(from, start, chipSeconds - wrong);
      return;
    }
  }
}
