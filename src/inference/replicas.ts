/**
 * How many chips the replicas of each pool take: for this hour's demand, or as an autoscaler foresees and keeps; and
 * beside them the least that a perfect one would keep, ceil(demand / rate) in whole instances at every hour. Also what
 * serving needs at most within the sharing policy's look-ahead.
 */
import type { DemandModel, Model } from "../model/types.ts";
import { Autoscaler, wholeInstances } from "./autoscaler.ts";
import { Lookahead } from "./lookahead.ts";
import type { MeetsSlo, Router } from "./router.ts";

export interface ReplicaPorts {
  readonly demand: DemandModel;
  readonly pools: number;
  /** What this hour's demand was routed by, and its rates by (pool, kind). */
  readonly router: Router;
  readonly rate: Float64Array;
  readonly harvest: Model["harvest"];
  readonly startHourOfWeek: number;
  /** As the router's. */
  readonly meetsSlo: MeetsSlo;
  /** Parts of each class's traffic by served model, as of now. */
  readonly shares: Float64Array;
  /** Tokens that wait now, by cell. */
  readonly waited: Float64Array | undefined;
  /** Sends what a router has left to the chips there are. */
  fill(router: Router): void;
}

export class Replicas {
  /** Chips of the replicas for the most demand foreseen, by pool. */
  readonly foreseen: Float64Array;
  /** Chips for the most demand within the sharing policy's look-ahead, by pool; 0 where it has none. */
  readonly neededAhead: Float64Array;
  /** Until a new replica serves, s. */
  readonly leadSeconds: number;
  private readonly ports: ReplicaPorts;
  private readonly autoscaler: Autoscaler | undefined;
  /** What the autoscaler foresees, and what the sharing policy does: often one and the same. */
  private readonly foresight: Lookahead | undefined;
  private readonly lookahead: Lookahead | undefined;

  constructor(ports: ReplicaPorts) {
    const { demand, pools, rate, harvest, startHourOfWeek, meetsSlo } = ports;
    this.ports = ports;
    this.foreseen = new Float64Array(pools);
    this.neededAhead = new Float64Array(pools);
    this.autoscaler = demand.autoscaler && new Autoscaler(demand.autoscaler, pools);
    this.leadSeconds = demand.autoscaler?.leadSeconds ?? 0;
    const see = (hours: number): Lookahead =>
      new Lookahead(demand, pools, rate, hours, startHourOfWeek, meetsSlo);
    const hours = demand.autoscaler?.foresightHours ?? 0;
    this.foresight = hours > 0 ? see(hours) : undefined;
    const shared = harvest?.lookAheadHours === hours ? this.foresight : undefined;
    this.lookahead = harvest && (shared ?? see(harvest.lookAheadHours));
  }

  /** Looks ahead from the hour that begins now. */
  look(now: number): void {
    const { foresight, lookahead, foreseen, neededAhead } = this;
    this.autoscaler?.begin(now);
    if (foresight !== undefined) this.route(foresight, now);
    if (lookahead !== undefined && lookahead !== foresight) this.route(lookahead, now);
    for (let p = 0; p < foreseen.length; p++) {
      if (foresight !== undefined) foreseen[p] = this.chips(foresight.router, p);
      if (lookahead !== undefined) neededAhead[p] = this.chips(lookahead.router, p);
    }
  }

  /** Routes the most demand to come, and what waits now. */
  private route(ahead: Lookahead, now: number): void {
    const { ports } = this;
    ahead.look(now);
    ahead.router.spread(ahead.most, ports.shares, ports.waited);
    ports.fill(ahead.router);
  }

  /** Chips for what is routed to a pool, at the utilisation cap; an autoscaler has whole instances of each model. */
  private chips(router: Router, p: number): number {
    const used = router.used[p] ?? 0;
    // A whole number of chips above a rounding must not ask for one more.
    if (this.autoscaler === undefined) return Math.ceil(used - 1e-6);
    const { demand, rate } = this.ports;
    return used === 0 ? 0 : wholeInstances(demand, router.flows.byPool, rate, p, demand.utilisationCap);
  }

  /** Whole chips a pool's replicas take in this hour, of those that are free or jobs hold. */
  claim(p: number, room: number, preemptible: number, now: number): number {
    const need = this.chips(this.ports.router, p);
    if (this.autoscaler === undefined) return need;
    // Where a pool has no room for its last whole instance, what there is serves.
    const most = Math.floor(room) + Math.floor(preemptible);
    const ahead = Math.min(Math.max(need, this.foreseen[p] ?? 0), most);
    return Math.max(ahead, Math.min(this.autoscaler.keep(p, ahead, now), Math.floor(room)));
  }

  /** Chips of as few whole instances as this hour's demand on a pool needs: no autoscaler can do with less. */
  least(p: number): number {
    const { demand, router, rate } = this.ports;
    return Math.min(wholeInstances(demand, router.flows.byPool, rate, p, 1), Math.floor(router.room[p] ?? 0));
  }

  snapshot(): ReplicasSnapshot {
    return { needed: this.autoscaler?.snapshot(), ahead: this.neededAhead.slice() };
  }

  restore(from: ReplicasSnapshot): void {
    if (from.needed !== undefined) this.autoscaler?.restore(from.needed);
    this.neededAhead.set(from.ahead);
    this.foresight?.forget();
    this.lookahead?.forget();
  }
}

export interface ReplicasSnapshot {
  readonly needed: Float64Array | undefined;
  readonly ahead: Float64Array;
}
