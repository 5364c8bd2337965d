/**
 * A gang of data-parallel replicas that goes on with fewer while one is brought back. UltraServers are alike, so a
 * replica is as many of them as make one up; which ones does not matter.
 */
import type { Engine } from "../engine/index.ts";
import { S } from "../ledger/states.ts";
import type { RecoveryModel } from "../model/types.ts";
import type { Holdings } from "./holdings.ts";
import type { Aside, Job } from "./job.ts";
import { addStandbys, standbysLacking } from "./standby.ts";

export interface ReplicaPorts {
  readonly engine: Engine;
  readonly holdings: Holdings;
  readonly handler: number;
  readonly eventClass: number;
  availableUs(pool: number, preemptible: boolean): number;
  /** From having all its UltraServers to taking part again, s. */
  rejoinSeconds(job: Job, now: number): number;
}

type ByReplica = Extract<RecoveryModel, { by: "replica" }>;

export class Replicas {
  /** Replicas that lack an UltraServer. */
  short = 0;
  private readonly ports: ReplicaPorts;

  constructor(ports: ReplicaPorts) {
    this.ports = ports;
  }

  /** Takes what is free for what the job holds beside its gang. */
  fill(job: Job, recovery: RecoveryModel, now: number): void {
    const { holdings } = this.ports;
    for (const group of job.aside) this.refill(job, group, now);
    const lacking = standbysLacking(job, recovery, holdings.chipsPerUs(job));
    if (lacking > 0)
      addStandbys(job, holdings, Math.min(lacking, this.ports.availableUs(job.pool, job.preemptible)), now);
  }

  /** It lacks UltraServers: a replica does, its gang is below its size, or it has fewer standbys than it should. */
  lacks(job: Job, recovery: RecoveryModel): boolean {
    if (this.isShort(job)) return job.aside.some((group) => group.missing > 0);
    return (
      job.us.length < job.maxUs || standbysLacking(job, recovery, this.ports.holdings.chipsPerUs(job)) > 0
    );
  }

  /** One of its replicas is out. */
  isShort(job: Job): boolean {
    return job.aside.some((group) => group.kind === "replica");
  }

  /** Others are left to go on when one is lost. */
  canLose(job: Job, recovery: RecoveryModel): recovery is ByReplica {
    if (recovery.by !== "replica" || (job.phase !== "running" && job.phase !== "regrouping")) return false;
    return job.us.length > this.sizeOf(job, recovery);
  }

  /** One UltraServer of the gang is gone; the others of its replica step out and it is brought back. */
  lose(job: Job, recovery: ByReplica, now: number): void {
    const { holdings } = this.ports;
    const size = this.sizeOf(job, recovery);
    const group: Aside = {
      kind: "replica",
      us: [],
      missing: 1,
      state: S.stalled,
      since: now,
      until: Infinity,
    };
    // As it was before: all whole replicas but one go on.
    const left = (Math.ceil((job.us.length + 1) / size) - 1) * size;
    this.short++;
    job.aside.push(group);
    holdings.stepOut(job, group, job.us.length - left, now);
    this.refill(job, group, now);
  }

  /** Brings what is missing from what is free; a whole replica restarts. */
  refill(job: Job, group: Aside, now: number): void {
    const { engine, holdings, handler, eventClass } = this.ports;
    if (group.kind !== "replica" || group.missing === 0) return;
    const found = Math.min(group.missing, this.ports.availableUs(job.pool, job.preemptible));
    holdings.takeAside(job, group, found, now);
    group.missing -= found;
    if (group.missing > 0) return;
    this.short--;
    holdings.enterAside(job, group, S.restarting, now);
    group.until = now + this.ports.rejoinSeconds(job, now);
    engine.at(group.until, eventClass, handler, job.slot);
  }

  /** An UltraServer that stood beside the gang is gone. False where this one did not. */
  dropAside(job: Job, us: number, now: number): boolean {
    const group = job.aside.find((each) => each.us.includes(us));
    if (group === undefined) return false;
    this.ports.holdings.dropAside(job, group, us, now);
    if (group.kind !== "replica") return true;
    if (group.missing++ === 0) this.short++;
    group.until = Infinity;
    this.ports.holdings.enterAside(job, group, S.stalled, now);
    this.refill(job, group, now);
    return true;
  }

  /** Replicas that are ready take part again. True where any was. */
  rejoin(job: Job, now: number): boolean {
    const ready = job.aside.filter((group) => group.kind === "replica" && group.until <= now);
    for (const group of ready) this.ports.holdings.stepIn(job, group, group.us.length, now);
    if (ready.length > 0) job.aside = job.aside.filter((group) => !ready.includes(group));
    return ready.length > 0;
  }

  /** All is one gang again, ready or not: it restarts as a whole, or ends. */
  merge(job: Job, now: number): void {
    if (job.aside.length === 0) return;
    for (const group of job.aside) {
      if (group.kind !== "replica") continue;
      if (group.missing > 0) this.short--;
      this.ports.holdings.stepIn(job, group, group.us.length, now);
    }
    job.aside = job.aside.filter((group) => group.kind !== "replica");
  }

  /** UltraServers of one replica, of the gang as it began its run. */
  private sizeOf(job: Job, recovery: ByReplica): number {
    const us = job.planChips / Math.max(1, this.ports.holdings.chipsPerUs(job));
    return Math.max(1, Math.ceil(us / recovery.replicas));
  }
}
