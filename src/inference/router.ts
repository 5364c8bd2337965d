/* oxlint-disable typescript/no-non-null-assertion -- every index lies within what the constructor laid out */
/**
 * Sends an hour's demand to pools. Without a routing rule all pools are alike, nearest first. With one, demand fills its
 * home first (the pools of the part of the world its nearest chips stand in), what may not leave before sessions in
 * progress, those before new ones and all before what can wait; then what is left goes elsewhere if its latency allows:
 * new sessions first, since sessions in progress lose their prompt cache on the way.
 */
import type { DemandModel } from "../model/types.ts";
import { Flows } from "./flows.ts";
import { cellsOf, isOneGroup, orderOf } from "./router-cells.ts";
import type { Cell, Order } from "./router-cells.ts";

/** What may become of traffic that finds no chip at home. */
const BOUND = 0;
const IN_PROGRESS = 1;
const NEW = 2;
const PARTS = 3;
/** What has become of a region's demand: not looked at, all at its nearest pool at home, or in `left`, cell by cell. */
const PENDING = 0;
const FITS = 1;
const SPREAD = 2;
const HOUR = 3600;

/** Why demand went unserved. */
export const UNSERVED = ["capacity", "latency", "residency", "expired", "outage", "starting"] as const;

export type MeetsSlo = (region: number, kind: number, pool: number) => boolean;

export class Router {
  /** Cells by (region, class, served model, part), as far as any demand can be in them; a region's lie together. */
  readonly cells: number;
  readonly firstCell: Int32Array;
  readonly regionOf: Int32Array;
  readonly classOf: Int32Array;
  private readonly partOf: Int32Array;
  /** Cells of one region, class and served model are a group: at home they are one kind of load. */
  private readonly groupOf: Int32Array;
  private readonly firstCellOf: Int32Array;
  private readonly firstGroup: Int32Array;
  /** Index of a group's region and class, of its class and model, of its kind. */
  private readonly demandOf: Int32Array;
  private readonly shareOf: Int32Array;
  private readonly kindOf: Int32Array;
  /** 1 where a group's demand may wait. */
  private readonly waits: Uint8Array;
  /** Tokens/s that arrive and those to be routed, by group: these and what waited. */
  private readonly arriving: Float64Array;
  private readonly need: Float64Array;
  /** What waited, by cell, of the hour that is routed. */
  private waited: Float64Array | undefined;
  /** By region: what has become of its demand in this hour. */
  private readonly state: Uint8Array;
  /** 1 where all of a region's `left` is 0. */
  private readonly cleared: Uint8Array;
  /** Pool each region's demand goes to where all of it fits, and the chips it takes there; chips asked of each pool. */
  private readonly nearest: Int32Array;
  private readonly chips: Float64Array;
  private readonly wanted: Float64Array;
  /** Part of its region's and class's demand, before the shares of models. */
  readonly weight: Float64Array;
  /** Tokens/s still without chips, by cell. */
  readonly left: Float64Array;
  /** Chips by pool at the utilisation cap: used, and there at all. */
  readonly used: Float64Array;
  readonly room: Float64Array;
  readonly flows: Flows;
  /** Part of the world each region's home is in this hour; -1: no chips anywhere. */
  private readonly home: Int32Array;
  private readonly demand: DemandModel;
  private readonly kinds: number;
  /** Kinds before the cold ones begin; all, where traffic cannot lose its cache. */
  private readonly warmKinds: number;
  private readonly rate: Float64Array;
  private readonly partOfPool: Int32Array;
  private readonly meetsSlo: MeetsSlo;
  /** Pools by region in the order they are asked, and the same with those at home before the others. */
  private readonly asked: Int32Array;
  private readonly firstAsked: Int32Array;
  private readonly sorted: Int32Array;
  private readonly firstAway: Int32Array;
  /** First of each region's pools that still has room: the others are full for the rest of the hour. */
  private readonly cursor: Int32Array;
  /** By part of the world: chips asked, and the part of that there is; and of the block that is filled. */
  private readonly asks: Float64Array;
  private readonly ration: Float64Array;
  private share = 1;
  private readonly homeOrder: Order;
  private readonly awayOrder: Order;
  private readonly warmOf: Int32Array;

  /**
   * @param rate tokens/s per chip by (pool, kind): read in every hour, kept by the caller
   * @param keepsFlows false: of what is sent only tokens by pool and kind are kept
   * @param meetsSlo whether a region's demand of a kind is served in time from a pool away from home
   */
  constructor(
    demand: DemandModel,
    pools: number,
    rate: Float64Array,
    meetsSlo: MeetsSlo = () => true,
    keepsFlows = true,
  ) {
    const { routing, regions } = demand;
    this.demand = demand;
    this.rate = rate;
    this.kinds = demand.kinds.length;
    this.warmKinds = demand.served.length * demand.classes.length;
    const cells = cellsOf(demand);
    this.cells = cells.length;
    this.regionOf = Int32Array.from(cells, (cell) => cell.region);
    this.classOf = Int32Array.from(cells, (cell) => cell.klass);
    this.partOf = Int32Array.from(cells, (cell) => cell.part);
    const { classes, served } = demand;
    const waits = (cell: Cell): boolean => (demand.classes[cell.klass]?.waitSeconds ?? 0) > 0;
    this.warmOf = Int32Array.from(cells, (cell) => cell.served * classes.length + cell.klass);
    const inGroups = (pick: (cell: Cell) => number): number[] =>
      cells.flatMap((cell, index) => (isOneGroup(cell, cells[index - 1]) ? [] : [pick(cell)]));
    const firsts = inGroups((cell) => cells.indexOf(cell));
    this.firstCellOf = Int32Array.from([...firsts, cells.length]);
    this.groupOf = Int32Array.from(cells, (_, index) => firsts.findLastIndex((first) => first <= index));
    this.demandOf = Int32Array.from(inGroups(({ region, klass }) => region * classes.length + klass));
    this.shareOf = Int32Array.from(inGroups((cell) => cell.klass * served.length + cell.served));
    this.kindOf = Int32Array.from(inGroups((cell) => cell.served * classes.length + cell.klass));
    const groups = firsts.length;
    this.waits = Uint8Array.from(inGroups((cell) => (waits(cell) ? 1 : 0)));
    const regionOf = inGroups(({ region }) => region);
    this.firstGroup = Int32Array.from({ length: regions.length + 1 }, (_, r) => {
      const first = regionOf.findIndex((region) => region >= r);
      return first < 0 ? groups : first;
    });
    this.arriving = new Float64Array(groups);
    this.need = new Float64Array(groups);
    this.state = new Uint8Array(regions.length).fill(SPREAD);
    this.cleared = new Uint8Array(regions.length);
    this.nearest = new Int32Array(regions.length);
    this.chips = new Float64Array(regions.length);
    this.wanted = new Float64Array(pools);
    this.weight = Float64Array.from(cells, (cell) => cell.weight);
    const firstOf = (region: number): number => cells.findIndex((cell) => cell.region >= region);
    this.firstCell = Int32Array.from({ length: regions.length + 1 }, (_, r) =>
      firstOf(r) < 0 ? cells.length : firstOf(r),
    );
    const order = (rank: (cell: Cell) => number): Order => orderOf(cells, rank);
    this.homeOrder = order((cell) => (routing === undefined ? 0 : waits(cell) ? PARTS : cell.part));
    this.awayOrder = order((cell) =>
      cell.part === BOUND ? -1 : waits(cell) ? PARTS : cell.part === NEW ? 0 : 1,
    );
    this.left = new Float64Array(this.cells);
    this.used = new Float64Array(pools);
    this.room = new Float64Array(pools);
    this.flows = new Flows(this.firstGroup, this.need, this.kindOf, pools, this.kinds, keepsFlows);
    this.home = new Int32Array(regions.length).fill(-1);
    this.partOfPool = routing?.part ?? new Int32Array(pools).fill(-1);
    const parts = 1 + this.partOfPool.reduce((most, part) => Math.max(most, part), 0);
    this.asks = new Float64Array(parts);
    this.ration = new Float64Array(parts);
    this.meetsSlo = meetsSlo;
    this.asked = Int32Array.from(regions.flatMap((region) => region.pools));
    this.sorted = this.asked.slice();
    this.firstAsked = new Int32Array(regions.length + 1);
    this.firstAway = new Int32Array(regions.length);
    this.cursor = new Int32Array(regions.length);
    regions.forEach((region, r) => {
      this.firstAsked[r + 1] = (this.firstAsked[r] ?? 0) + region.pools.length;
    });
    for (let r = 0; r < regions.length; r++) this.sortPools(r);
  }

  /** Forgets the last hour; `left` and `room` are the caller's to fill. */
  clear(): void {
    this.flows.clear();
    this.used.fill(0);
  }

  /**
   * The hour's demand: its part of the region's and class's [region][class], on the model it asks for [class][served].
   * @param waited tokens by cell that waited for this hour; spread over it
   */
  spread(demand: Float64Array, shares: Float64Array, waited?: Float64Array): void {
    const { arriving, need, demandOf, shareOf, firstCellOf, state, waits } = this;
    this.waited = waited;
    for (let g = 0; g < need.length; g++) {
      const tokens = demand[demandOf[g]!]! * shares[shareOf[g]!]!;
      arriving[g] = tokens;
      let sum = tokens;
      if (waited !== undefined && waits[g] === 1)
        for (let cell = firstCellOf[g]!; cell < firstCellOf[g + 1]!; cell++) sum += waited[cell]! / HOUR;
      need[g] = sum;
    }
    if (this.demand.routing !== undefined) state.fill(PENDING);
    else for (let r = 0; r < state.length; r++) this.spreadRegion(r);
  }

  /** Tokens/s that arrive in this hour, of a cell. */
  arrivedOf(cell: number): number {
    return this.arriving[this.groupOf[cell]!]! * this.weight[cell]!;
  }

  private spreadRegion(r: number): void {
    const { arriving, waited, firstGroup, firstCellOf, left, weight } = this;
    for (let g = firstGroup[r]!; g < firstGroup[r + 1]!; g++) {
      const tokens = arriving[g]!;
      for (let cell = firstCellOf[g]!; cell < firstCellOf[g + 1]!; cell++)
        left[cell] = tokens * weight[cell]! + (waited === undefined ? 0 : waited[cell]! / HOUR);
    }
    this.cleared[r] = 0;
    this.state[r] = SPREAD;
  }

  /** Where each region is at home: the part of the world of the nearest pool with chips in service. */
  settleHomes(standing: (pool: number) => boolean): void {
    const { routing, regions } = this.demand;
    if (routing === undefined) return;
    for (let r = 0; r < regions.length; r++) {
      let home = -1;
      for (let k = this.firstAsked[r]!; k < this.firstAsked[r + 1]!; k++) {
        const p = this.asked[k]!;
        if (!standing(p)) continue;
        home = this.partOfPool[p]!;
        break;
      }
      if (home === this.home[r]) continue;
      this.home[r] = home;
      this.sortPools(r);
    }
  }

  /** Pools at home before the others, each in the order they are asked. */
  private sortPools(r: number): void {
    const { asked, sorted, firstAsked, firstAway, partOfPool, home } = this;
    let next = firstAsked[r]!;
    for (let k = firstAsked[r]!; k < firstAsked[r + 1]!; k++)
      if (partOfPool[asked[k]!] === home[r]) sorted[next++] = asked[k]!;
    firstAway[r] = next;
    for (let k = firstAsked[r]!; k < firstAsked[r + 1]!; k++)
      if (partOfPool[asked[k]!] !== home[r]) sorted[next++] = asked[k]!;
  }

  /** Sends what is left where there is room. */
  assign(): void {
    const { routing } = this.demand;
    if (routing === undefined) {
      this.fill(this.homeOrder, true, false);
      return;
    }
    this.fitHomes();
    this.fillHomes();
    if (routing.spill !== "none" && this.rest) this.fill(this.awayOrder, false, routing.spill === "slo");
  }

  /** Is a region's demand in `left`? Else all of it has its chips. */
  isSpread(r: number): boolean {
    return this.state[r] === SPREAD;
  }

  /** Is anything left without a chip? */
  get rest(): boolean {
    const { state, firstCell, left } = this;
    for (let r = 0; r < state.length; r++) {
      if (state[r] !== SPREAD) continue;
      for (let cell = firstCell[r]!; cell < firstCell[r + 1]!; cell++) if (left[cell]! > 0) return true;
    }
    return false;
  }

  /** Where all demand of a part of the world fits into the pools nearest to it there, no order matters. */
  private fitHomes(): void {
    const { state, home, nearest, wanted, chips, room } = this;
    wanted.fill(0);
    for (let r = 0; r < state.length; r++) {
      if (state[r] !== PENDING) continue;
      const p = this.nearestOf(r);
      nearest[r] = p;
      if (p < 0) continue;
      chips[r] = this.chipsFor(r, p);
      wanted[p]! += chips[r]!;
    }
    for (let r = 0; r < state.length; r++) {
      if (state[r] !== PENDING || (nearest[r]! >= 0 && wanted[nearest[r]!]! <= room[nearest[r]!]!)) continue;
      for (let other = 0; other < state.length; other++)
        if (state[other] === PENDING && home[other] === home[r]) this.spreadRegion(other);
    }
    for (let r = 0; r < state.length; r++) if (state[r] === PENDING) this.sendAll(r);
  }

  /** The first pool at home with any room; -1: there is none. */
  private nearestOf(r: number): number {
    const { firstAsked, firstAway, sorted, room } = this;
    for (let k = firstAsked[r]!; k < firstAway[r]!; k++) if (room[sorted[k]!]! > 0) return sorted[k]!;
    return -1;
  }

  /** Chips of a pool for all of a region's demand. */
  private chipsFor(r: number, p: number): number {
    const { firstGroup, need, kindOf, rate, kinds } = this;
    const cap = this.demand.utilisationCap;
    let chips = 0;
    for (let g = firstGroup[r]!; g < firstGroup[r + 1]!; g++)
      if (need[g]! > 0) chips += need[g]! / (rate[p * kinds + kindOf[g]!]! * cap);
    return chips;
  }

  private sendAll(r: number): void {
    const { used, nearest, chips, state, cleared, left, firstCell } = this;
    const p = nearest[r]!;
    used[p]! += chips[r]!;
    this.flows.sendAll(r, p);
    state[r] = FITS;
    if (cleared[r] === 0) left.fill(0, firstCell[r], firstCell[r + 1]);
    cleared[r] = 1;
  }

  private fill(order: Order, atHome: boolean, inTime: boolean): void {
    const { state } = this;
    for (let r = 0; r < state.length; r++) this.cursor[r] = atHome ? this.firstAsked[r]! : this.firstAway[r]!;
    this.fillBlocks(order, 0, order.regions.length, atHome, inTime);
  }

  private fillBlocks(order: Order, from: number, to: number, atHome: boolean, inTime: boolean): void {
    const { state } = this;
    const { regions, first } = order;
    for (let block = from; block < to; block++)
      if (state[regions[block]!] === SPREAD)
        this.fillBlock(order.cells, first[block]!, first[block + 1]!, regions[block]!, atHome, inTime);
  }

  /**
   * What is short at home is shared in proportion: regions that share a home, classes and served models of one rank each
   * get the same part of what they ask. Chips are counted at the rate of each region's nearest pool; what that leaves over goes
   * in order.
   */
  private fillHomes(): void {
    const { state, homeOrder, ration, home } = this;
    if (!state.includes(SPREAD)) return;
    const { ranks, regions } = homeOrder;
    for (let r = 0; r < state.length; r++) this.cursor[r] = this.firstAsked[r]!;
    for (let rank = 0; rank < ranks.length - 1; rank++) {
      const [from, to] = [ranks[rank]!, ranks[rank + 1]!];
      if (this.setRations(from, to)) {
        for (let block = from; block < to; block++) {
          const r = regions[block]!;
          this.share = home[r]! < 0 ? 1 : ration[home[r]!]!;
          if (state[r] === SPREAD)
            this.fillBlock(
              homeOrder.cells,
              homeOrder.first[block]!,
              homeOrder.first[block + 1]!,
              r,
              true,
              false,
            );
        }
        this.share = 1;
      }
      this.fillBlocks(homeOrder, from, to, true, false);
    }
  }

  /** Part of what a rank asks that each part of the world has chips for; false: all of it everywhere. */
  private setRations(from: number, to: number): boolean {
    const { homeOrder, asks, ration, home, partOfPool, room, used, left, rate, kinds, warmOf, sorted } = this;
    const cap = this.demand.utilisationCap;
    asks.fill(0);
    let any = false;
    for (let block = from; block < to; block++) {
      const r = homeOrder.regions[block]!;
      const part = home[r]!;
      if (this.state[r] !== SPREAD || part < 0) continue;
      const p = sorted[this.firstAsked[r]!]!;
      for (let at = homeOrder.first[block]!; at < homeOrder.first[block + 1]!; at++) {
        const cell = homeOrder.cells[at]!;
        if (left[cell]! <= 0) continue;
        asks[part]! += left[cell]! / (rate[p * kinds + warmOf[cell]!]! * cap);
        any = true;
      }
    }
    if (!any) return false;
    ration.fill(0);
    for (let p = 0; p < room.length; p++)
      if (partOfPool[p]! >= 0) ration[partOfPool[p]!]! += Math.max(0, room[p]! - used[p]!);
    let short = false;
    for (let part = 0; part < ration.length; part++) {
      ration[part] = asks[part]! > ration[part]! ? ration[part]! / asks[part]! : 1;
      if (ration[part]! < 1) short = true;
    }
    return short;
  }

  /** Cells of one region and rank. */
  private fillBlock(
    order: Int32Array,
    from: number,
    to: number,
    r: number,
    atHome: boolean,
    inTime: boolean,
  ): void {
    const { left, partOf, kinds, used, room, rate, sorted, firstAsked, firstAway, meetsSlo } = this;
    const { warmOf, warmKinds, cursor } = this;
    const cap = this.demand.utilisationCap;
    for (let at = from; at < to; at++) {
      const cell = order[at]!;
      let need = left[cell]! * this.share;
      if (need <= 0) continue;
      const kept = left[cell]! - need;
      const travels = !atHome && partOf[cell] === IN_PROGRESS && kinds > warmKinds;
      const kind = warmOf[cell]! + (travels ? warmKinds : 0);
      const end = atHome ? firstAway[r]! : firstAsked[r + 1]!;
      let first = cursor[r]!;
      while (first < end && room[sorted[first]!]! <= used[sorted[first]!]!) first++;
      cursor[r] = first;
      for (let k = first; k < end && need > 0; k++) {
        const p = sorted[k]!;
        const free = room[p]! - used[p]!;
        if (free <= 0) continue;
        if (inTime && !meetsSlo(r, kind, p)) continue;
        const perChip = rate[p * kinds + kind]! * cap;
        if (perChip <= 0) continue;
        const all = free * perChip;
        const tokens = need < all ? need : all;
        // Filled is filled: no crumbs are left for others.
        used[p] = need < all ? used[p]! + tokens / perChip : room[p]!;
        this.flows.send(this.groupOf[cell]!, p, kind, tokens);
        need -= tokens;
      }
      left[cell] = need + kept;
    }
  }

  /** Is there a free chip anywhere a region's demand could go? */
  hasFree(r: number): boolean {
    const { room, used, firstAsked, asked } = this;
    // Rounding leaves crumbs of a chip.
    for (let k = firstAsked[r]!; k < firstAsked[r + 1]!; k++)
      if (room[asked[k]!]! - used[asked[k]!]! >= 1) return true;
    return false;
  }

  /** Index in UNSERVED of why a cell's rest is not served: nowhere a chip, or one it may not or would not use. */
  reasonOf(cell: number, free = this.hasFree(this.regionOf[cell]!)): number {
    if (!free) return 0;
    return this.demand.routing?.spill === "none" || this.partOf[cell] === BOUND ? 2 : 1;
  }
}
