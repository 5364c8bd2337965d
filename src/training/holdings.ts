/** The chips a job holds: taking them, setting them aside, giving them back, and the ledger's entry for each. */
import { RUNNING } from "../ledger/chip-ledger.ts";
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import { S } from "../ledger/states.ts";
import type { Model } from "../model/types.ts";
import type { Aside, Job } from "./job.ts";
import { JobLog, KIND, WHY } from "./job-log.ts";

/** The hosts of the fleet, as far as jobs take and give them. */
export interface GangHosts {
  readonly usOwner: Int32Array;
  readonly usOut: Uint8Array;
  readonly usDown: Uint8Array;
  readonly usState: Uint8Array;
  peekWhole(pool: number): number;
  takeUs(pool: number, us: number, owner: number): void;
  releaseUs(pool: number, us: number): number;
  bestFit(pool: number, hosts: number): number;
  takeHosts(pool: number, us: number, hosts: number, owner: number, into: number[]): void;
  releaseHost(pool: number, host: number): boolean;
}

export interface HoldingPorts {
  readonly model: Model;
  readonly hosts: GangHosts;
  readonly ledger: ChipLedger;
  /** A pool's free hosts changed; idle states are counted anew after the event. */
  touch(pool: number): void;
  /** Chips became free for training. */
  freed(): void;
}

/** Adds the time since the live state began to the job's account; a running job's own time is settled later. */
export function accrue(job: Job, now: number): void {
  if (job.live >= 0) job.lineHeld += job.chips * (now - job.liveSince);
  if (job.live >= 0 && job.live !== RUNNING) {
    job.spent[job.live] = (job.spent[job.live] ?? 0) + job.chips * (now - job.liveSince);
  } else if (job.live === RUNNING && job.capped > 0) {
    job.spent[S.powerCapped] = (job.spent[S.powerCapped] ?? 0) + job.capped * (now - job.liveSince);
  }
  if (job.live === RUNNING || job.live === S.restarting) job.allocated += now - job.liveSince;
  job.liveSince = now;
}

/** Kind of segment of a job whose chips are in a live state. */
const KIND_OF: Readonly<Record<number, number>> = {
  [RUNNING]: KIND.running,
  [S.draining]: KIND.reserving,
  [S.restarting]: KIND.restarting,
  [S.stalled]: KIND.stalled,
};

export class Holdings {
  /** Chips jobs hold by pool, set aside or in use; and of those, the ones serving may take. */
  readonly held: Float64Array;
  readonly preemptible: Float64Array;
  /** Sum of `held`: whole chips, so exact in any order. */
  heldInAll = 0;
  /** Where in its gang's list each UltraServer stands, so that one can be dropped without a search. */
  position: Int32Array;
  /** What each job did, segment after segment. */
  readonly line = new JobLog();
  private readonly ports: HoldingPorts;

  constructor(ports: HoldingPorts) {
    this.ports = ports;
    this.position = new Int32Array(ports.hosts.usOwner.length);
    this.held = new Float64Array(ports.model.pools.length);
    this.preemptible = new Float64Array(ports.model.pools.length);
  }

  /** Small job: takes free hosts of one UltraServer. False where none has enough. */
  takeHosts(job: Job, now: number): boolean {
    const { hosts, ledger, model } = this.ports;
    const us = hosts.bestFit(job.pool, job.hostsWanted);
    if (us < 0) return false;
    hosts.takeHosts(job.pool, us, job.hostsWanted, job.slot, job.hosts);
    job.chips = job.hostsWanted * (model.pools[job.pool]?.chipsPerHost ?? 0);
    job.live = S.restarting;
    job.liveSince = now;
    ledger.enter(job.pool, S.restarting, job.chips, now);
    this.count(job, job.chips);
    this.line.mark(job, KIND.restarting, job.why, now);
    return true;
  }

  /** Takes whole free UltraServers into the gang, in its present state. */
  take(job: Job, count: number, now: number): void {
    const chips = count * this.chipsPerUs(job);
    accrue(job, now);
    for (let i = 0; i < count; i++) this.append(job, this.takeWhole(job));
    job.chips += chips;
    this.ports.ledger.enter(job.pool, job.live, chips, now);
    this.count(job, chips);
  }

  /** Takes whole free UltraServers that join the gang later. */
  setAside(job: Job, count: number, now: number): void {
    for (let i = 0; i < count; i++) job.joining.push(this.takeWhole(job));
    this.ports.ledger.enter(job.pool, S.draining, count * this.chipsPerUs(job), now);
    this.count(job, count * this.chipsPerUs(job));
  }

  /** What was set aside becomes part of the gang. */
  join(job: Job, now: number): void {
    const { ledger } = this.ports;
    const chips = job.joining.length * this.chipsPerUs(job);
    this.accrueJoining(job, job.joining.length, now);
    for (const us of job.joining) this.append(job, us);
    job.joining = [];
    job.chips += chips;
    ledger.leave(job.pool, S.draining, chips, now);
    ledger.enter(job.pool, job.live, chips, now);
    this.ports.touch(job.pool);
  }

  /** Adds the time since the save began to the job's account, for so many UltraServers that it set aside then. */
  accrueJoining(job: Job, count: number, now: number): void {
    const chipSeconds = count * this.chipsPerUs(job) * (now - job.saveStart);
    job.spent[S.draining] = (job.spent[S.draining] ?? 0) + chipSeconds;
  }

  /** Gives back an UltraServer that was set aside. False where this one was not. */
  dropJoining(job: Job, us: number, now: number): boolean {
    const index = job.joining.indexOf(us);
    if (index < 0) return false;
    this.accrueJoining(job, 1, now);
    job.joining.splice(index, 1);
    this.ports.ledger.leave(job.pool, S.draining, this.chipsPerUs(job), now);
    this.ports.hosts.releaseUs(job.pool, us);
    this.count(job, -this.chipsPerUs(job));
    return true;
  }

  /** Gives back one UltraServer of the gang. */
  drop(job: Job, us: number, now: number): void {
    const { hosts, ledger } = this.ports;
    const perUs = this.chipsPerUs(job);
    const position = this.position[us] ?? 0;
    const last = job.us.pop();
    if (last !== undefined && last !== us) {
      job.us[position] = last;
      this.position[last] = position;
    }
    job.chips -= perUs;
    ledger.leave(job.pool, job.live, perUs, now);
    hosts.releaseUs(job.pool, us);
    this.count(job, -perUs);
  }

  /** Gives back the last `count` UltraServers of the gang. */
  dropLast(job: Job, count: number, now: number): void {
    for (let i = 0; i < count; i++) {
      const us = job.us[job.us.length - 1];
      if (us !== undefined) this.drop(job, us, now);
    }
    if (count > 0) this.ports.freed();
  }

  /** Gives back everything the job holds. Its time up to now must be in its account. */
  release(job: Job, now: number): void {
    const { hosts, ledger } = this.ports;
    if (job.hosts.length > 0) {
      ledger.leave(job.pool, job.live, job.chips, now);
      for (const host of job.hosts) hosts.releaseHost(job.pool, host);
      this.count(job, -job.chips);
      job.hosts = [];
      job.chips = 0;
    }
    this.dropLast(job, job.us.length, now);
    for (const group of job.aside) for (const us of group.us.slice()) this.dropAside(job, group, us, now);
    job.aside = [];
    job.live = -1;
    this.ports.freed();
  }

  /** Takes whole free UltraServers to stand beside the gang. */
  takeAside(job: Job, group: Aside, count: number, now: number): void {
    if (count <= 0) return;
    this.accrueAside(job, group, now);
    for (let i = 0; i < count; i++) group.us.push(this.takeWhole(job));
    this.ports.ledger.enter(job.pool, group.state, count * this.chipsPerUs(job), now);
    this.count(job, count * this.chipsPerUs(job));
  }

  /** The last `count` UltraServers of the gang become a group of their own. Its time up to now must be in its account. */
  stepOut(job: Job, group: Aside, count: number, now: number): void {
    const chips = count * this.chipsPerUs(job);
    group.us.push(...job.us.splice(job.us.length - count, count));
    job.chips -= chips;
    this.ports.ledger.leave(job.pool, job.live, chips, now);
    this.ports.ledger.enter(job.pool, group.state, chips, now);
  }

  /** The last `count` UltraServers that stand beside the gang join it. */
  stepIn(job: Job, group: Aside, count: number, now: number): void {
    const chips = count * this.chipsPerUs(job);
    accrue(job, now);
    this.accrueAside(job, group, now);
    for (const us of group.us.splice(group.us.length - count, count)) this.append(job, us);
    job.chips += chips;
    this.ports.ledger.leave(job.pool, group.state, chips, now);
    this.ports.ledger.enter(job.pool, job.live, chips, now);
  }

  /** Moves what stands beside the gang into another state. Its time up to now must be in its account. */
  enterAside(job: Job, group: Aside, state: number, now: number): void {
    if (group.state === state) return;
    const chips = group.us.length * this.chipsPerUs(job);
    this.ports.ledger.leave(job.pool, group.state, chips, now);
    this.ports.ledger.enter(job.pool, state, chips, now);
    group.state = state;
  }

  /** Gives back one UltraServer that stands beside the gang; returns how many that was. */
  dropAside(job: Job, group: Aside, us: number, now: number): number {
    const perUs = this.chipsPerUs(job);
    this.accrueAside(job, group, now);
    group.us.splice(group.us.indexOf(us), 1);
    this.ports.ledger.leave(job.pool, group.state, perUs, now);
    this.ports.hosts.releaseUs(job.pool, us);
    this.count(job, -perUs);
    return 1;
  }

  /** Adds the time since its state began to the job's account. */
  accrueAside(job: Job, group: Aside, now: number): void {
    const chipSeconds = group.us.length * this.chipsPerUs(job) * (now - group.since);
    job.spent[group.state] = (job.spent[group.state] ?? 0) + chipSeconds;
    group.since = now;
  }

  /** Moves all the job holds into another live state. */
  enterState(job: Job, state: number, now: number): void {
    if (job.live === state) return;
    accrue(job, now);
    if (job.live >= 0) this.ports.ledger.leave(job.pool, job.live, job.chips, now);
    job.live = state;
    this.ports.ledger.enter(job.pool, state, job.chips, now);
    this.line.mark(job, KIND_OF[state] ?? KIND.unrecorded, state === RUNNING ? WHY.none : job.why, now);
  }

  /** A waiting gang that gave back all it had set aside is in no state of the ledger. */
  emptied(job: Job, why: number, now: number): void {
    if (job.us.length > 0) return;
    job.live = -1;
    this.waits(job, why, now);
  }

  /** A running job is throttled to some of its chips, or no longer. */
  markCap(job: Job, now: number): void {
    if (job.capped > 0) this.line.mark(job, KIND.capped, WHY.power, now);
    else this.line.mark(job, KIND.running, WHY.none, now);
  }

  /** Says why a job waits or stalls. */
  waits(job: Job, why: number, now: number): void {
    const kind =
      job.phase === "stalled"
        ? KIND.stalled
        : job.us.length > 0
          ? KIND.reserving
          : job.start >= 0
            ? KIND.paused
            : KIND.waiting;
    if (this.line.says(job.slot, kind, why)) return;
    accrue(job, now);
    this.line.mark(job, kind, why, now);
  }

  chipsPerUs(job: Job): number {
    return this.ports.model.pools[job.pool]?.chipsPerUs ?? 0;
  }

  /** Every change of what a job holds comes through here. */
  private count(job: Job, chips: number): void {
    this.held[job.pool] = (this.held[job.pool] ?? 0) + chips;
    this.heldInAll += chips;
    if (job.preemptible) this.preemptible[job.pool] = (this.preemptible[job.pool] ?? 0) + chips;
    this.ports.touch(job.pool);
  }

  private takeWhole(job: Job): number {
    const { hosts } = this.ports;
    const us = hosts.peekWhole(job.pool);
    if (us < 0) throw new Error(`job ${job.id} asked for more UltraServers than are free`);
    hosts.takeUs(job.pool, us, job.slot);
    return us;
  }

  private append(job: Job, us: number): void {
    this.position[us] = job.us.length;
    job.us.push(us);
  }
}
