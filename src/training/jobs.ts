/**
 * Life of the training jobs: they reserve, start, run, fail, restart, shrink, grow, pause and end. Who gets
 * chips is decided elsewhere (`run/dispatch.ts`); here is what it costs and what is booked.
 */
import type { JobSpec } from "../model/types.ts";
import { S } from "../ledger/states.ts";
import { GangRuns } from "./gang-runs.ts";
import { accrue } from "./holdings.ts";
import type { Job } from "./job.ts";
import { hasClock, heldChips, newJob, runClock } from "./job.ts";
import { restoreJobs, saveJobs } from "./jobs-snapshot.ts";
import type { JobsSnapshot } from "./jobs-snapshot.ts";
import type { Outcome } from "./settle.ts";
import { bookWrite, closeClock, durableFlops, settle } from "./settle.ts";
import { giveStandbys, standbys } from "./standby.ts";

export type { JobPorts } from "./gang-runs.ts";

export class Jobs extends GangRuns {
  /** Somebody waits for chips, or lacks some to go on. */
  get wanting(): boolean {
    return this.waiting.length > 0 || this.lacking;
  }

  /** A gang stalls, or runs without one of its replicas. */
  get lacking(): boolean {
    return this.stalled > 0 || this.replicas.short > 0;
  }

  submit(
    spec: JobSpec,
    specIndex: number,
    run: number,
    now: number,
    deadline: number,
    chips: number,
    seconds: number,
    key: number,
    cause: number,
  ): Job {
    const slot = this.jobs.length;
    const id = `${spec.id}-${run}`;
    const event = this.log("job-submit", now, cause, -1, id, chips);
    const job = newJob(slot, spec, specIndex, run, now, deadline, chips, seconds, key, event);
    this.jobs.push(job);
    this.enqueue(job);
    return job;
  }

  /** Small job: takes free hosts of one UltraServer. False where none has enough. */
  takeHosts(job: Job, now: number): boolean {
    return this.holdings.takeHosts(job, now);
  }

  /** Gives a waiting job its pool and size: from then on its state lives there. */
  assign(
    job: Job,
    pool: number,
    minUs: number,
    maxUs: number,
    hostsWanted: number,
    flopsPerChip: number,
    goal: number,
  ): void {
    job.pool = pool;
    job.minUs = minUs;
    job.maxUs = maxUs;
    job.hostsWanted = hostsWanted;
    job.flopsPerChip = flopsPerChip;
    if (job.goal > 0) return;
    job.goal = goal;
    job.remaining = goal;
  }

  /** A waiting gang sets free UltraServers aside until it has its minimum. */
  reserve(job: Job, count: number, now: number): void {
    if (job.live !== S.draining) this.holdings.enterState(job, S.draining, now);
    this.holdings.take(job, count, now);
  }

  /** A gang that has its minimum, or a small job with its hosts, begins or goes on. */
  begin(job: Job, now: number, cause: number): void {
    this.waiting.splice(this.waiting.indexOf(job.slot), 1);
    this.active.push(job.slot);
    const first = job.start < 0;
    job.begun = now;
    if (first) {
      job.start = now;
      this.stops.armSoftware(job, now);
      this.corruption?.arm(job, now);
    }
    this.stops.armInterruption(job, now);
    const site = this.siteOf(job);
    // What stopped it is why it goes on now; without a cause of its own the chain leads there.
    job.lastCause = this.log(
      first ? "job-start" : "job-resume",
      now,
      cause >= 0 ? cause : job.lastCause,
      site,
      job.id,
      job.chips,
    );
    // Recovery is the price of an interruption: a first start has none behind it.
    if (first) this.run(job, now);
    else this.restart(job, now);
    this.fillAside(job, now);
  }

  /** Replicas that lack an UltraServer come before those who wait. */
  fillReplicas(job: Job, now: number): void {
    if (this.replicas.short === 0) return;
    for (const group of job.aside) this.replicas.refill(job, group, now);
  }

  /** UltraServers by which its gang is below its size. */
  roomToGrow(job: Job): number {
    return this.replicas.isShort(job) ? 0 : job.maxUs - job.us.length;
  }

  /** It could take more UltraServers now: for its gang, its standbys or a replica that lacks some. */
  lacksUs(job: Job): boolean {
    return job.hostsWanted === 0 && this.replicas.lacks(job, this.specOf(job).recovery);
  }

  /** UltraServers set aside for a running job; they join after a planned save. */
  grow(job: Job, count: number, now: number, cause: number): void {
    this.holdings.setAside(job, count, now);
    this.setCap(job, 0, now);
    this.beginSave(job, now);
    job.resizes++;
    job.lastCause = this.log(
      "job-grow",
      now,
      cause >= 0 ? cause : job.lastCause,
      this.siteOf(job),
      job.id,
      count * this.holdings.chipsPerUs(job),
    );
  }

  /**
   * Takes UltraServers away at once: the work since the last durable checkpoint is lost and the gang restarts with
   * what is left, or pauses where that is less than its minimum. Returns the chips that came free.
   */
  preempt(job: Job, count: number, now: number, cause: number): number {
    const perUs = this.holdings.chipsPerUs(job);
    // What stands by goes first: nothing is interrupted by that.
    const given = giveStandbys(job, this.holdings, count, now);
    if (given > 0) this.ports.freed();
    if (given === count) return given * perUs;
    return given * perUs + this.preemptGang(job, count - given, now, cause);
  }

  private preemptGang(job: Job, count: number, now: number, cause: number): number {
    const before = heldChips(job, this.holdings.chipsPerUs(job));
    job.preemptions++;
    if (job.phase === "waiting") {
      accrue(job, now);
      this.holdings.dropLast(job, Math.min(count, job.us.length), now);
      if (job.us.length === 0) job.live = -1;
      return before - job.chips;
    }
    // Who takes chips away takes what their memory holds.
    job.hostsLost = Infinity;
    this.interrupt(job, now, "lost");
    const left = job.us.length - count;
    if (job.hostsWanted > 0 || left < job.minUs) {
      this.holdings.release(job, now);
      this.park(job, now, this.log("job-pause", now, cause, this.siteOf(job), job.id, before));
      return before;
    }
    this.holdings.dropLast(job, count, now);
    job.resizes++;
    job.lastCause = this.log("job-shrink", now, cause, this.siteOf(job), job.id, before - job.chips);
    this.restart(job, now);
    return before - heldChips(job, this.holdings.chipsPerUs(job));
  }

  /** A host the job holds broke (or its UltraServer's fabric, or it retires). The caller books the broken chips. */
  loseUs(job: Job, us: number, now: number, cause: number, outcome: Outcome): void {
    if (this.holdings.dropJoining(job, us, now) || this.replicas.dropAside(job, us, now)) return;
    const { recovery } = this.specOf(job);
    const broke = outcome === "lost" && job.phase !== "waiting";
    if (broke) {
      job.failures++;
      job.hostsLost += this.hostsLostIn(us);
      if (this.replicas.canLose(job, recovery)) {
        this.regroup(job, us, now, cause);
        return;
      }
    }
    const swap = broke && recovery.by === "standby" && standbys(job) > 0 ? recovery.swapSeconds : -1;
    if (job.phase !== "waiting") this.interrupt(job, now, outcome);
    accrue(job, now);
    this.holdings.drop(job, us, now);
    if (job.phase === "waiting") {
      if (job.us.length === 0) job.live = -1;
      return;
    }
    // A failure is its own root: it does not hide what else moved the job's end.
    this.log("job-interrupt", now, cause, this.siteOf(job), job.id, job.chips);
    this.restart(job, now, swap);
    this.fillAside(job, now);
  }

  /** Hosts that went with an UltraServer: its memory is gone as a whole where its fabric or its service is. */
  private hostsLostIn(us: number): number {
    const { usOut, usState, usDown } = this.ports.hosts;
    return usOut[us] !== 0 || usState[us] !== 1 ? Infinity : (usDown[us] ?? 0);
  }

  /** A job loses all it holds (a small one with any host of it) and waits for a new place. */
  loseHost(job: Job, now: number, cause: number, outcome: Outcome): void {
    if (outcome === "lost") job.failures++;
    job.hostsLost = Infinity;
    this.interrupt(job, now, outcome);
    const event = this.log("job-interrupt", now, cause, this.siteOf(job), job.id, job.chips);
    this.holdings.release(job, now);
    this.park(job, now, event);
  }

  /**
   * Lets a job that waits or stalls go where it may: its pool has become too small for its least. Its durable work
   * goes with it.
   */
  unplace(job: Job, now: number, cause: number): void {
    accrue(job, now);
    const given = job.chips;
    // What only the memory of its hosts held is gone with them.
    if (hasClock(job)) closeClock(this.ports.ledger, job, now, "lost");
    this.holdings.release(job, now);
    if (job.phase === "stalled") {
      this.stalled--;
      this.park(job, now, this.log("job-pause", now, cause, this.siteOf(job), job.id, given));
    }
    this.creditMoved(job);
    job.pool = -1;
  }

  /** What was done so far was done at the speed of the pool it leaves. */
  private creditMoved(job: Job): void {
    const spent = job.spent[S.productive] ?? 0;
    const pool = this.ports.model.pools[job.pool];
    const peak = this.specOf(job).precision === "fp8" ? pool?.peakFp8 : pool?.peakBf16;
    job.movedFlops += (spent - job.movedSeconds) * job.flopsPerChip;
    job.movedPeak += (spent - job.movedSeconds) * (peak ?? 0);
    job.movedSeconds = spent;
    if (job.recent !== undefined) job.recent.pieces.length = 0;
  }

  /** Books an unfinished run as it stands at the horizon: durable work is productive, the rest uncommitted. */
  closeBooks(job: Job, now: number): void {
    accrue(job, now);
    for (const group of job.aside) this.holdings.accrueAside(job, group, now);
    if (!hasClock(job)) return;
    const at = job.phase === "saving" ? job.saveStart : now;
    if (job.phase === "saving") {
      bookWrite(this.ports.ledger, job, job.saveStart, now);
      this.holdings.accrueJoining(job, job.joining.length, now);
    }
    const u = Math.min(runClock(job, at), job.plan.total);
    settle(this.ports.ledger, job, u, "open");
    job.remaining -= durableFlops(job, u);
  }

  /** Keeps the queue in order: higher priority first, then order of submission. */
  private enqueue(job: Job): void {
    let at = this.waiting.length;
    while (at > 0) {
      const other = this.job(this.waiting[at - 1] ?? -1);
      const order = job.priority - other.priority || other.submit - job.submit || other.slot - job.slot;
      if (order <= 0) break;
      at--;
    }
    this.waiting.splice(at, 0, job.slot);
  }

  private park(job: Job, now: number, cause: number): void {
    job.phase = "waiting";
    job.live = -1;
    job.liveSince = now;
    job.lastCause = cause;
    this.active.splice(this.active.indexOf(job.slot), 1);
    this.enqueue(job);
  }

  snapshot(): JobsSnapshot {
    return saveJobs(this);
  }

  restore(from: JobsSnapshot): void {
    restoreJobs(this, from);
    this.replicas.short = 0;
    for (const slot of this.active)
      for (const group of this.job(slot).aside) if (group.missing > 0) this.replicas.short++;
  }
}
