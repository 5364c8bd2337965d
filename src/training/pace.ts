/** How fast a run clock advances, and so when the job will be done. */
import type { Engine } from "../engine/index.ts";
import type { Job } from "./job.ts";
import { runClock, setSpeed } from "./job.ts";

export class Pace {
  private readonly engine: Engine;
  private readonly handler: number;
  private readonly eventClass: number;

  constructor(engine: Engine, handler: number, eventClass: number) {
    this.engine = engine;
    this.handler = handler;
    this.eventClass = eventClass;
  }

  /** The run clock keeps pace with the chips that work. */
  keep(job: Job, now: number): void {
    const speed = (job.chips - job.capped) / job.planChips;
    const u = runClock(job, now);
    setSpeed(job, now, speed);
    job.finishAt = speed > 0 ? now + (job.plan.total - u) / speed : Infinity;
    this.arm(job);
  }

  /** The run clock stands still. */
  hold(job: Job, now: number): void {
    setSpeed(job, now, 0);
    job.finishAt = Infinity;
  }

  /** A finish that moved later is left to fire early and arm itself again; one that moved earlier is replaced. */
  arm(job: Job): void {
    if (job.finishArmed >= 0 && job.finishArmed <= job.finishAt) return;
    if (job.finishArmed >= 0) this.engine.cancel(job.finishHandle);
    job.finishArmed = -1;
    if (job.finishAt === Infinity) return;
    job.finishArmed = job.finishAt;
    job.finishHandle = this.engine.at(job.finishAt, this.eventClass, this.handler, job.slot);
  }
}
