/** What training may take in a pool and what serving may take from it, as the sharing policy says. */
import type { Model } from "../model/types.ts";
import { SHARING_POLICIES } from "../scheduling/index.ts";
import type { PoolShare, SharingPolicy } from "../scheduling/index.ts";
import type { Job, Jobs } from "../training/index.ts";
import type { Balance } from "./balance.ts";

export interface SharingPorts {
  readonly model: Model;
  readonly balance: Balance;
  readonly jobs: Jobs;
  /** False while the site has no power for jobs. */
  open(pool: number): boolean;
}

export class PoolSharing {
  readonly policy: SharingPolicy;
  private readonly ports: SharingPorts;
  /** Chips jobs hold by pool, counted anew where stale: asking all jobs for each that waits would be quadratic. */
  private readonly held: Float64Array;
  private readonly stale: Uint8Array;
  private readonly scratch: { -readonly [K in keyof PoolShare]: PoolShare[K] };

  constructor(ports: SharingPorts) {
    const policy = SHARING_POLICIES[ports.model.policy];
    if (policy === undefined) throw new Error(`sharing.policy ${ports.model.policy} is not known`);
    this.policy = policy;
    this.ports = ports;
    this.held = new Float64Array(ports.model.pools.length);
    this.stale = new Uint8Array(ports.model.pools.length).fill(1);
    this.scratch = {
      freeChips: 0,
      claimedChips: 0,
      trainingChips: 0,
      trainingShare: ports.model.trainingShare,
    };
  }

  /** What jobs hold in a pool has changed. */
  forget(pool: number): void {
    this.stale[pool] = 1;
  }

  /** Chips serving may claim without taking any from a job. */
  servingRoom(pool: number): number {
    return this.policy.servingRoom(this.share(pool));
  }

  /** Chips training may take. */
  trainingRoom(pool: number): number {
    return Math.max(0, this.policy.trainingRoom(this.share(pool)));
  }

  /** Whole UltraServers training may take. */
  trainingUs(pool: number): number {
    return this.ports.open(pool) ? this.ports.balance.wholeFor(pool, this.trainingRoom(pool)) : 0;
  }

  /** Chips serving may take from jobs. */
  preemptibleChips(pool: number): number {
    if (!this.policy.preempts) return 0;
    return this.holders(pool).reduce((sum, job) => sum + (job.preemptible ? this.chipsOf(job) : 0), 0);
  }

  /** Takes chips from jobs: reservations first, then low priority, then the youngest. Returns what came free. */
  preempt(pool: number, chips: number, now: number, cause: number): number {
    const perUs = this.ports.model.pools[pool]?.chipsPerUs ?? 1;
    const rank = (job: Job): number => (job.phase === "waiting" ? -1 : job.priority);
    const victims = this.holders(pool).filter((job) => job.preemptible);
    let freed = 0;
    for (const job of victims.toSorted((a, b) => rank(a) - rank(b) || b.slot - a.slot)) {
      if (freed >= chips) break;
      freed += this.ports.jobs.preempt(job, Math.ceil((chips - freed) / perUs), now, cause);
    }
    return freed;
  }

  /** One object for all calls: policies read it and let it go. */
  private share(pool: number): PoolShare {
    const { scratch, ports } = this;
    scratch.freeChips = ports.balance.freeChips(pool);
    scratch.claimedChips = ports.balance.claimed(pool);
    scratch.trainingChips = this.heldChips(pool);
    return scratch;
  }

  private heldChips(pool: number): number {
    if (this.stale[pool] === 1) {
      this.stale[pool] = 0;
      this.held[pool] = this.holders(pool).reduce((sum, job) => sum + this.chipsOf(job), 0);
    }
    return this.held[pool] ?? 0;
  }

  private holders(pool: number): Job[] {
    const { jobs } = this.ports;
    const holds = (job: Job): boolean => job.pool === pool && (job.chips > 0 || job.joining.length > 0);
    return [...jobs.waiting, ...jobs.active].map((slot) => jobs.job(slot)).filter(holds);
  }

  private chipsOf(job: Job): number {
    return job.chips + job.joining.length * (this.ports.model.pools[job.pool]?.chipsPerUs ?? 0);
  }
}
