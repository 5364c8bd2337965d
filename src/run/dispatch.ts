/**
 * Gives free chips to training jobs: stalled ones first, then those that wait (higher priority first, then in
 * order of submission), and at each hour to running ones that may grow.
 */
import { maturity } from "../engine/index.ts";
import { given } from "../fleet/given.ts";
import type { CampaignModel, JobSpec, Model, PoolModel } from "../model/types.ts";
import type { Job } from "../training/index.ts";
import { WHY, largestGang, usAside } from "../training/index.ts";
import type { Discipline } from "../scheduling/index.ts";
import type { Mechanisms } from "./mechanisms.ts";
import type { StreamQueue } from "./stream-queue.ts";
import { WaitReasons } from "./wait-reasons.ts";
import type { WaitPorts } from "./wait-reasons.ts";

export interface DispatchPorts extends WaitPorts {
  /** A script's own, for jobs of streams. */
  readonly discipline: Discipline | undefined;
  readonly mechanisms: Mechanisms;
  /** A job waits for chips in this pool. */
  wanted(pool: number): void;
}

/** A pool as a campaign sees it: its size there, whether it could start at once, and FLOP/s it would have. */
interface Offer {
  readonly pool: number;
  readonly minUs: number;
  readonly maxUs: number;
  readonly flopsPerChip: number;
  readonly startsNow: boolean;
  /** Other jobs placed there leave less than its least. */
  readonly crowded: boolean;
  readonly rate: number;
}

/**
 * Starting at once comes first, then a pool that others leave room in, then speed; a later choice must be clearly
 * faster, or the scenario's order of sites decides.
 */
const isBetter = (a: Offer, b: Offer): boolean =>
  a.startsNow !== b.startsNow ? a.startsNow : a.crowded !== b.crowded ? b.crowded : a.rate > b.rate * FASTER;
const FASTER = 1.02;

const DAY = 86_400;

export class Dispatch {
  private readonly ports: DispatchPorts;
  /** Chips training may take by pool, as of this pass. */
  private readonly room: Float64Array;
  /** Jobs of streams, where a discipline queues them. */
  readonly streams: StreamQueue | undefined;
  /** Chips that jobs took in this pass, by pool, and whether they took any. */
  private readonly taken: Float64Array;
  private took = false;
  private readonly waits: WaitReasons;

  constructor(ports: DispatchPorts) {
    this.ports = ports;
    const { model, discipline, mechanisms } = ports;
    const start = (job: Job, pool: number, now: number): boolean => this.startStream(job, pool, now);
    this.streams =
      model.queue === undefined && discipline === undefined
        ? undefined
        : new (given(mechanisms.StreamQueue, "StreamQueue"))({ ...ports, start }, model.queue, discipline);
    this.room = new Float64Array(ports.model.pools.length);
    this.taken = new Float64Array(ports.model.pools.length);
    this.waits = new WaitReasons(ports);
  }

  /** Why the chips a job lacks are not there. */
  lacks(job: Job): number {
    return this.waits.of(job);
  }

  /** One pass over the queue; afterwards who still waits knows why. */
  pass(now: number, cause: number): void {
    if (this.took) this.taken.fill(0);
    this.took = false;
    this.serve(now, cause);
    this.waits.mark(this.took ? this.taken : undefined, now);
  }

  private serve(now: number, cause: number): void {
    const { jobs, model } = this.ports;
    if (jobs.lacking) {
      for (const slot of jobs.active.slice()) {
        const job = jobs.job(slot);
        if (this.ports.open(job.pool)) jobs.fillReplicas(job, now);
        if (job.phase !== "stalled") continue;
        if (this.hasOutgrown(job)) {
          jobs.unplace(job, now, cause);
          continue;
        }
        this.takeReserved(job, now, cause);
        if (this.ports.open(job.pool) && this.ports.availableUs(job.pool, job.preemptible) > 0)
          jobs.restart(job, now);
      }
    }
    if (jobs.waiting.length === 0) return;
    const { room } = this;
    for (let pool = 0; pool < room.length; pool++) room[pool] = this.ports.availableChips(pool, true);
    // A copy: those that start leave the queue.
    for (const slot of jobs.waiting.slice()) {
      const job = jobs.job(slot);
      if (job.pool >= 0 && this.hasOutgrown(job)) jobs.unplace(job, now, cause);
      if (job.kind === "stream" && this.streams !== undefined) continue;
      if (this.isHopeless(job)) continue;
      if (job.pool < 0) this.place(job, jobs.specOf(job), now);
      if (job.pool < 0) {
        this.want(job);
        continue;
      }
      if (!this.ports.open(job.pool)) continue;
      if (job.hostsWanted > 0) this.startSmall(job, model, now, cause);
      else this.startGang(job, now, cause);
      const left = this.ports.availableChips(job.pool, true);
      this.count(job.pool, (room[job.pool] ?? 0) - left);
      room[job.pool] = left;
    }
    this.streams?.pass(now, cause);
  }

  /** Chips that a job has taken in this pass. */
  private count(pool: number, chips: number): void {
    if (chips <= 0) return;
    this.taken[pool] = (this.taken[pool] ?? 0) + chips;
    this.took = true;
  }

  /** A job of a stream that its discipline starts; false where it does not fit after all. */
  private startStream(job: Job, pool: number, now: number): boolean {
    const { jobs, model } = this.ports;
    if (job.pool < 0 && !this.placeStream(job, jobs.specOf(job), pool, now)) return false;
    if (job.hostsWanted > 0) this.startSmall(job, model, now, -1);
    else this.startGang(job, now, -1);
    this.count(pool, job.chips);
    return job.phase !== "waiting";
  }

  /** Running jobs below their maximum take what is free, if it is worth a restart. */
  grow(now: number, cause: number): void {
    const { jobs, model } = this.ports;
    for (const slot of jobs.active.slice()) {
      const job = jobs.job(slot);
      if (job.phase !== "running" || job.capped > 0 || !jobs.lacksUs(job)) continue;
      if (!this.ports.open(job.pool)) continue;
      const room = Math.min(jobs.roomToGrow(job), this.ports.availableUs(job.pool, job.preemptible));
      if (room >= Math.max(1, Math.ceil(model.growStep * job.us.length))) jobs.grow(job, room, now, cause);
      else jobs.fillAside(job, now);
    }
  }

  /** What a stalled gang lacks comes before what another sets aside to begin with in the same pool. */
  private takeReserved(job: Job, now: number, cause: number): void {
    const { jobs } = this.ports;
    let lacks = job.minUs - job.us.length - this.ports.availableUs(job.pool, job.preemptible);
    for (const slot of jobs.waiting.slice()) {
      if (lacks <= 0) return;
      const other = jobs.job(slot);
      if (other.pool !== job.pool || other.us.length === 0) continue;
      const take = Math.min(lacks, other.us.length);
      jobs.preempt(other, take, now, cause, WHY.jobTook);
      lacks -= take;
    }
  }

  /** A gang whose pool has shrunk below its least: chips there made way for others. */
  private hasOutgrown(job: Job): boolean {
    return job.hostsWanted === 0 && job.pool >= 0 && this.inServiceUs(job.pool) < job.minUs;
  }

  /** True where the room taken down at the start of the pass rules a job out: most that wait, most of the time. */
  private isHopeless(job: Job): boolean {
    const { model, jobs } = this.ports;
    const least = (pool: number): number => {
      const p = model.pools[pool];
      if (job.hostsWanted > 0) return job.hostsWanted * (p?.chipsPerHost ?? 0);
      // A gang sets aside one UltraServer at a time; one that has its least can begin without any.
      return job.us.length >= job.minUs ? 0 : (p?.chipsPerUs ?? 0);
    };
    if (job.pool >= 0) {
      if ((this.room[job.pool] ?? 0) >= least(job.pool)) return false;
    } else {
      // A campaign chooses its pool before there is room in it.
      if (job.kind === "campaign") return false;
      for (const pool of jobs.specOf(job).pools) if ((this.room[pool] ?? 0) >= job.chipsAsked) return false;
    }
    this.want(job);
    return true;
  }

  private want(job: Job): void {
    if (job.pool >= 0) this.ports.wanted(job.pool);
    else for (const pool of this.ports.jobs.specOf(job).pools) this.ports.wanted(pool);
  }

  private startGang(job: Job, now: number, cause: number): void {
    const { jobs } = this.ports;
    const room = this.ports.availableUs(job.pool, job.preemptible);
    const have = job.us.length;
    if (have + room >= job.minUs) {
      if (have > 0 || room > 0) jobs.reserve(job, Math.min(room, Math.max(0, job.maxUs - have)), now);
      jobs.begin(job, now, cause);
      return;
    }
    this.ports.wanted(job.pool);
    // A campaign sets aside what comes free, or it would never start; a smaller job waits.
    if (job.kind === "campaign" && room > 0) jobs.reserve(job, room, now);
  }

  private startSmall(job: Job, model: Model, now: number, cause: number): void {
    const { jobs } = this.ports;
    const chips = job.hostsWanted * (model.pools[job.pool]?.chipsPerHost ?? 0);
    if (this.ports.availableChips(job.pool, job.preemptible) >= chips && jobs.holdings.takeHosts(job, now))
      jobs.begin(job, now, cause);
    else this.ports.wanted(job.pool);
  }

  /** Chooses the pool a job will live in, and its size there. */
  private place(job: Job, spec: JobSpec, now: number): void {
    const { model } = this.ports;
    if (job.kind === "stream") {
      for (const pool of spec.pools) if (this.placeStream(job, spec, pool, now)) return;
      return;
    }
    const campaign = model.campaigns[job.spec];
    if (campaign === undefined) return;
    const fleet = this.fleetChips();
    let best: Offer | undefined;
    for (const pool of spec.pools) {
      const offer = this.offer(campaign, pool, fleet, now);
      if (offer !== undefined && (best === undefined || isBetter(offer, best))) best = offer;
    }
    if (best === undefined) return;
    const { pool, minUs, maxUs, flopsPerChip } = best;
    const chips = maxUs * (model.pools[pool]?.chipsPerUs ?? 0);
    const planned = campaign.plannedFlops[job.run - 1] ?? 0;
    const stated = planned > 0 ? planned : campaign.flops;
    const goal = stated > 0 ? stated : chips * flopsPerChip * campaign.days * DAY;
    this.ports.jobs.assign(job, pool, minUs, maxUs, 0, flopsPerChip, goal);
  }

  /** What a pool has for a campaign; undefined while it has less in service than the campaign's least. */
  private offer(campaign: CampaignModel, pool: number, fleet: number, now: number): Offer | undefined {
    const p = this.ports.model.pools[pool];
    const inService = this.inServiceUs(pool);
    if (p === undefined || inService === 0 || !this.ports.open(pool)) return undefined;
    const asked = this.campaignUs(campaign.maxChips, campaign.maxShare, fleet, p, inService);
    const maxUs = Math.min(asked, this.gangLimitUs(campaign, p, now));
    const least =
      campaign.minChips > 0
        ? Math.ceil(campaign.minChips / p.chipsPerUs)
        : Math.ceil(maxUs * campaign.minShareOfMax);
    const minUs = Math.min(maxUs, Math.max(1, least));
    if (minUs > inService) return undefined;
    const flopsPerChip = this.flopsPerChip(campaign, p, maxUs, now);
    const free = this.ports.availableUs(pool, campaign.preemptible);
    const startsNow = free >= minUs && !campaign.prefersSpeed;
    const left = inService - this.promisedUs(pool);
    const us = startsNow ? Math.min(maxUs, free) : Math.min(maxUs, Math.max(left, minUs));
    const rate = us * p.chipsPerUs * flopsPerChip;
    return { pool, minUs, maxUs, flopsPerChip, startsNow, crowded: left < minUs, rate };
  }

  private placeStream(job: Job, spec: JobSpec, pool: number, now: number): boolean {
    const { model, jobs } = this.ports;
    const p = model.pools[pool];
    if (p === undefined || this.inServiceUs(pool) === 0 || !this.ports.open(pool)) return false;
    const hosts = Math.max(1, Math.ceil(job.chipsAsked / p.chipsPerHost));
    const small = hosts < p.hostsPerUs;
    const us = small ? 0 : Math.ceil(job.chipsAsked / p.chipsPerUs);
    const chips = small ? hosts * p.chipsPerHost : us * p.chipsPerUs;
    const fits = small
      ? this.ports.availableChips(pool, spec.preemptible) >= chips
      : this.ports.availableUs(pool, spec.preemptible) >= us;
    if (!fits) return false;
    const flopsPerChip = this.flopsPerChip(spec, p, us, now);
    jobs.assign(job, pool, us, us, small ? hosts : 0, flopsPerChip, chips * flopsPerChip * job.secondsAsked);
    return true;
  }

  /** A number of chips is asked as it stands, though not all are there yet; a share is of what is in service now. */
  private campaignUs(
    maxChips: number,
    share: number,
    fleet: number,
    p: PoolModel,
    inService: number,
  ): number {
    const chips = maxChips > 0 ? maxChips : share * fleet;
    const most = maxChips > 0 ? p.totalUs : inService;
    return Math.max(1, Math.min(most, Math.floor(chips / p.chipsPerUs + 1e-9)));
  }

  /** Most UltraServers of a gang that stays in one building or above its ETTR floor; Infinity: no such rule. */
  private gangLimitUs(campaign: CampaignModel, p: PoolModel, now: number): number {
    const building = this.ports.model.sites[p.site]?.buildingItWatts ?? Infinity;
    const perUs = p.chipsPerUs * p.wattsPerChip;
    const inBuilding = campaign.withinBuilding ? Math.max(1, Math.floor(building / perUs)) : Infinity;
    if (campaign.ettrFloor === 0) return inBuilding;
    const { model } = this.ports;
    const perSecond = (p.gangFailuresPerChipSecond + model.unplannedPerChipSecond) * p.chipsPerUs;
    const reliable = largestGang(campaign.ettrFloor, {
      failuresPerUsSecond: perSecond,
      jobFailuresPerSecond: this.ports.model.jobFailuresPerSecond,
      writeSeconds: campaign.writeSeconds,
      ...(campaign.async ? { stallSeconds: campaign.stallSeconds } : {}),
      recoverySeconds: this.ports.jobs.recoverySeconds(now),
      restartsCanFail: this.ports.model.restartsCanFail,
      mostUs: p.totalUs,
    });
    return Math.min(inBuilding, Math.max(1, reliable));
  }

  /** Peak x MFU x software ramp at this moment x the factors of the network domains a job is larger than. */
  private flopsPerChip(spec: JobSpec, p: PoolModel, us: number, now: number): number {
    const { model } = this.ports;
    const peak = spec.precision === "fp8" ? p.peakFp8 : p.peakBf16;
    const building = model.sites[p.site]?.buildingItWatts ?? Infinity;
    const beyondBuilding = us * p.chipsPerUs * p.wattsPerChip > building ? model.campusMfuFactor : 1;
    const network = us > 1 ? beyondBuilding * model.ultraServerMfuFactor : beyondBuilding;
    return peak * spec.mfu * network * maturity(model.softwareRamp, now - p.availableSeconds);
  }

  /** UltraServers of a pool that jobs placed there hold, or need at least. */
  private promisedUs(pool: number): number {
    const { jobs } = this.ports;
    let us = 0;
    const add = (slot: number): void => {
      const job = jobs.job(slot);
      if (job.pool === pool && job.hostsWanted === 0) us += Math.max(job.minUs, job.us.length + usAside(job));
    };
    jobs.active.forEach(add);
    jobs.waiting.forEach(add);
    return us;
  }

  private inServiceUs(pool: number): number {
    const { hosts } = this.ports;
    return (hosts.installed[pool] ?? 0) - (hosts.retired[pool] ?? 0);
  }

  private fleetChips(): number {
    const { model } = this.ports;
    return model.pools.reduce((sum, p, i) => sum + this.inServiceUs(i) * p.chipsPerUs, 0);
  }
}
