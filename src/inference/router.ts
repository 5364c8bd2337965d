/* oxlint-disable typescript/no-non-null-assertion -- every index lies within what the constructor laid out */
/**
 * Sends an hour's demand to pools. Without a routing rule all pools are alike, nearest first. With one, demand fills its
 * home first (the pools of the part of the world its nearest chips stand in), what may not leave before sessions in
 * progress, those before new ones and all before what can wait; then what is left goes elsewhere if its latency allows:
 * new sessions first, since sessions in progress lose their prompt cache on the way.
 */
import type { DemandModel } from "../model/types.ts";

/** What may become of traffic that finds no chip at home. */
const BOUND = 0;
const IN_PROGRESS = 1;
const NEW = 2;
const PARTS = 3;

/** Why demand went unserved. */
export const UNSERVED = ["capacity", "latency", "residency", "expired", "outage", "starting"] as const;

export type MeetsSlo = (region: number, kind: number, pool: number) => boolean;

export class Router {
  /** Cells by (region, class, served model, part), as far as any demand can be in them; a region's lie together. */
  readonly cells: number;
  readonly firstCell: Int32Array;
  readonly regionOf: Int32Array;
  readonly classOf: Int32Array;
  readonly servedOf: Int32Array;
  private readonly partOf: Int32Array;
  /** Part of its region's and class's demand, before the shares of models. */
  readonly weight: Float64Array;
  /** Tokens/s still without chips, by cell. */
  readonly left: Float64Array;
  /** Chips by pool at the utilisation cap: used, and there at all. */
  readonly used: Float64Array;
  readonly room: Float64Array;
  /** What is sent where, ordered by cell and pool once `listFlows` was called; those of a region begin at `firstFlow`. */
  flows = 0;
  readonly flowCell: Int32Array;
  readonly flowPool: Int32Array;
  readonly flowKind: Int32Array;
  readonly flowTokens: Float64Array;
  readonly firstFlow: Int32Array;
  /** Tokens/s by (pool, kind). */
  readonly tokens: Float64Array;
  /** The same flows as they are made: chains by cell, in the order of pools. */
  private made = 0;
  private readonly firstMade: Int32Array;
  private readonly nextMade: Int32Array;
  private readonly madePool: Int32Array;
  private readonly madeKind: Int32Array;
  private readonly madeTokens: Float64Array;
  /** Part of the world each region's home is in this hour; -1: no chips anywhere. */
  private readonly home: Int32Array;
  private readonly demand: DemandModel;
  private readonly kinds: number;
  /** Kinds before the cold ones begin; all, where traffic cannot lose its cache. */
  private readonly warmKinds: number;
  private readonly rate: Float64Array;
  private readonly partOfPool: Int32Array;
  private readonly meetsSlo: MeetsSlo;
  /** Who sends what where; else only what each pool gets. */
  private readonly keepsFlows: boolean;
  /** Pools by region in the order they are asked. */
  private readonly asked: Int32Array;
  private readonly firstAsked: Int32Array;
  /** The same with those at home before the others, and where by region these begin. */
  private readonly homeFirst: Int32Array;
  private readonly firstAway: Int32Array;
  private readonly homeOrder: Int32Array;
  private readonly awayOrder: Int32Array;
  private readonly warmOf: Int32Array;

  /**
   * @param rate tokens/s per chip by (pool, kind): read in every hour, kept by the caller
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
    this.servedOf = Int32Array.from(cells, (cell) => cell.served);
    this.partOf = Int32Array.from(cells, (cell) => cell.part);
    this.warmOf = Int32Array.from(cells, (cell) => cell.served * demand.classes.length + cell.klass);
    this.weight = Float64Array.from(cells, (cell) => cell.weight);
    const firstOf = (region: number): number => cells.findIndex((cell) => cell.region >= region);
    this.firstCell = Int32Array.from({ length: regions.length + 1 }, (_, r) =>
      firstOf(r) < 0 ? cells.length : firstOf(r),
    );
    const waits = (cell: Cell): boolean => (demand.classes[cell.klass]?.waitSeconds ?? 0) > 0;
    const order = (rank: (cell: Cell) => number): Int32Array =>
      Int32Array.from(
        cells
          .map((cell, index) => ({ rank: rank(cell), index }))
          .filter((each) => each.rank >= 0)
          .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
          .map(({ index }) => index),
      );
    this.homeOrder = order((cell) => (routing === undefined ? 0 : waits(cell) ? PARTS : cell.part));
    this.awayOrder = order((cell) =>
      cell.part === BOUND ? -1 : waits(cell) ? PARTS : cell.part === NEW ? 0 : 1,
    );
    this.left = new Float64Array(this.cells);
    this.used = new Float64Array(pools);
    this.room = new Float64Array(pools);
    const most = keepsFlows ? this.cells * pools : 0;
    this.flowCell = new Int32Array(most);
    this.flowPool = new Int32Array(most);
    this.flowKind = new Int32Array(most);
    this.flowTokens = new Float64Array(most);
    this.firstFlow = new Int32Array(regions.length + 1);
    this.tokens = new Float64Array(pools * this.kinds);
    this.firstMade = new Int32Array(this.cells).fill(-1);
    this.nextMade = new Int32Array(most);
    this.madePool = new Int32Array(most);
    this.madeKind = new Int32Array(most);
    this.madeTokens = new Float64Array(most);
    this.home = new Int32Array(regions.length).fill(-1);
    this.partOfPool = routing?.part ?? new Int32Array(pools).fill(-1);
    this.meetsSlo = meetsSlo;
    this.keepsFlows = keepsFlows;
    this.asked = Int32Array.from(regions.flatMap((region) => region.pools));
    this.firstAsked = new Int32Array(regions.length + 1);
    regions.forEach((region, r) => {
      this.firstAsked[r + 1] = (this.firstAsked[r] ?? 0) + region.pools.length;
    });
    this.homeFirst = new Int32Array(this.asked.length);
    this.firstAway = new Int32Array(regions.length);
    regions.forEach((_, r) => this.splitAt(r));
  }

  /** Forgets the last hour; `left` and `room` are the caller's to fill. */
  clear(): void {
    this.made = 0;
    if (this.keepsFlows) this.firstMade.fill(-1);
    else this.tokens.fill(0);
    this.used.fill(0);
  }

  /** Demand by cell: its part of the region's and class's [region][class], on the model it asks for [class][served]. */
  spread(demand: Float64Array, shares: Float64Array): void {
    const { left, classOf, regionOf, servedOf, weight } = this;
    const classes = this.demand.classes.length;
    const models = this.demand.served.length;
    for (let cell = 0; cell < this.cells; cell++) {
      const c = classOf[cell]!;
      const share = shares[c * models + servedOf[cell]!]!;
      left[cell] = demand[regionOf[cell]! * classes + c]! * share * weight[cell]!;
    }
  }

  /** Where each region is at home: the part of the world of the nearest pool with chips in service. */
  settleHomes(standing: (pool: number) => boolean): void {
    const { routing, regions } = this.demand;
    if (routing === undefined) return;
    for (let r = 0; r < regions.length; r++) {
      const before = this.home[r];
      this.home[r] = -1;
      for (let k = this.firstAsked[r] ?? 0; k < (this.firstAsked[r + 1] ?? 0); k++) {
        const p = this.asked[k] ?? 0;
        if (!standing(p)) continue;
        this.home[r] = this.partOfPool[p] ?? -1;
        break;
      }
      if (this.home[r] !== before) this.splitAt(r);
    }
  }

  /** Puts a region's pools at home before the others, each in the order they are asked. */
  private splitAt(r: number): void {
    const { asked, firstAsked, homeFirst, firstAway, partOfPool, home } = this;
    let at = firstAsked[r]!;
    for (const wanted of [true, false]) {
      for (let k = firstAsked[r]!; k < firstAsked[r + 1]!; k++)
        if ((partOfPool[asked[k]!] === home[r]) === wanted) homeFirst[at++] = asked[k]!;
      if (wanted) firstAway[r] = at;
    }
  }

  /** Sends what is left where there is room. */
  assign(): void {
    const { routing } = this.demand;
    this.fill(this.homeOrder, true, false);
    if (routing !== undefined && routing.spill !== "none")
      this.fill(this.awayOrder, false, routing.spill === "slo");
  }

  private fill(order: Int32Array, atHome: boolean, inTime: boolean): void {
    const { left, regionOf, partOf, kinds, used, room, rate, homeFirst, firstAsked, firstAway } = this;
    const { warmOf, warmKinds, meetsSlo, keepsFlows } = this;
    const cap = this.demand.utilisationCap;
    for (let at = 0; at < order.length; at++) {
      const cell = order[at]!;
      let need = left[cell]!;
      if (need <= 0) continue;
      const r = regionOf[cell]!;
      const travels = !atHome && partOf[cell] === IN_PROGRESS && kinds > warmKinds;
      const kind = warmOf[cell]! + (travels ? warmKinds : 0);
      const end = atHome ? firstAway[r]! : firstAsked[r + 1]!;
      for (let k = atHome ? firstAsked[r]! : firstAway[r]!; k < end && need > 0; k++) {
        const p = homeFirst[k]!;
        const free = room[p]! - used[p]!;
        if (free <= 0) continue;
        if (inTime && !meetsSlo(r, kind, p)) continue;
        const perChip = rate[p * kinds + kind]! * cap;
        if (perChip <= 0) continue;
        const tokens = Math.min(need, free * perChip);
        used[p]! += tokens / perChip;
        if (keepsFlows) this.send(cell, p, kind, tokens);
        else this.tokens[p * kinds + kind]! += tokens;
        need -= tokens;
      }
      left[cell] = need;
    }
  }

  /** Adds to what a cell sends to a pool. */
  private send(cell: number, pool: number, kind: number, tokens: number): void {
    const { firstMade, nextMade, madePool, madeTokens, madeKind } = this;
    let before = -1;
    let flow = firstMade[cell]!;
    while (flow >= 0 && madePool[flow]! < pool) {
      before = flow;
      flow = nextMade[flow]!;
    }
    if (flow >= 0 && madePool[flow] === pool) {
      madeTokens[flow]! += tokens;
      return;
    }
    const made = this.made++;
    madePool[made] = pool;
    madeKind[made] = kind;
    madeTokens[made] = tokens;
    nextMade[made] = flow;
    if (before < 0) firstMade[cell] = made;
    else nextMade[before] = made;
  }

  /** Puts what was sent in order: it is summed up after many a failure. */
  listFlows(): void {
    if (!this.keepsFlows) return;
    const { flowPool, flowTokens, flowCell, flowKind, firstFlow, kinds, tokens, firstCell } = this;
    const { firstMade, nextMade, madePool, madeTokens, madeKind } = this;
    tokens.fill(0);
    let flow = 0;
    for (let r = 0; r < firstCell.length - 1; r++) {
      firstFlow[r] = flow;
      for (let cell = firstCell[r]!; cell < firstCell[r + 1]!; cell++)
        for (let made = firstMade[cell]!; made >= 0; made = nextMade[made]!) {
          const pool = madePool[made]!;
          const kind = madeKind[made]!;
          flowCell[flow] = cell;
          flowPool[flow] = pool;
          flowKind[flow] = kind;
          flowTokens[flow] = madeTokens[made]!;
          tokens[pool * kinds + kind]! += madeTokens[made]!;
          flow++;
        }
    }
    firstFlow[firstCell.length - 1] = flow;
    this.flows = flow;
  }

  /** Index in UNSERVED of why a cell's rest is not served: nowhere a chip, or one it may not or would not use. */
  reasonOf(cell: number): number {
    const { partOf, room, used, firstAsked, asked } = this;
    const r = this.regionOf[cell] ?? 0;
    for (let k = firstAsked[r] ?? 0; k < (firstAsked[r + 1] ?? 0); k++) {
      const p = asked[k] ?? 0;
      // Rounding leaves crumbs of a chip.
      if ((room[p] ?? 0) - (used[p] ?? 0) < 1) continue;
      return this.demand.routing?.spill === "none" || partOf[cell] === BOUND ? 2 : 1;
    }
    return 0;
  }

  snapshot(): RouterSnapshot {
    const { flows } = this;
    return {
      cell: this.flowCell.slice(0, flows),
      pool: this.flowPool.slice(0, flows),
      kind: this.flowKind.slice(0, flows),
      tokens: this.flowTokens.slice(0, flows),
    };
  }

  restore(from: RouterSnapshot): void {
    this.clear();
    from.cell.forEach((cell, f) =>
      this.send(cell, from.pool[f] ?? 0, from.kind[f] ?? 0, from.tokens[f] ?? 0),
    );
    this.listFlows();
  }
}

/** What was sent where in the hour that was routed last. */
export interface RouterSnapshot {
  readonly cell: Int32Array;
  readonly pool: Int32Array;
  readonly kind: Int32Array;
  readonly tokens: Float64Array;
}

interface Cell {
  readonly region: number;
  readonly klass: number;
  readonly served: number;
  readonly part: number;
  readonly weight: number;
}

function cellsOf(demand: DemandModel): readonly Cell[] {
  const routed = demand.routing !== undefined;
  return demand.regions.flatMap((r, region) =>
    demand.classes.flatMap((c, klass) =>
      demand.served.flatMap((_, served) => {
        const bound = routed ? r.boundShare : 0;
        const fresh = routed ? c.newShare : 1;
        const weights = [bound, (1 - bound) * (1 - fresh), (1 - bound) * fresh];
        return weights
          .map((weight, part) => ({ region, klass, served, part, weight }))
          .filter(({ weight }) => weight > 0);
      }),
    ),
  );
}
