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

export class Router {
  /** Cells by (region, class, served model, part), as far as any demand can be in them. */
  readonly cells: number;
  readonly regionOf: Int32Array;
  readonly classOf: Int32Array;
  readonly servedOf: Int32Array;
  private readonly partOf: Int32Array;
  /** Part of its region's and class's demand, before the shares of models. */
  readonly weight: Float64Array;
  /** Tokens/s still without chips, by cell. */
  readonly left: Float64Array;
  /** Tokens/s by (cell, pool); chips by pool, at the utilisation cap. */
  readonly assigned: Float64Array;
  readonly used: Float64Array;
  readonly room: Float64Array;
  /** Cells of `assigned` that are not 0, ordered by cell and pool; those of a region begin at `firstFlow`. */
  flows = 0;
  readonly flowCell: Int32Array;
  readonly flowPool: Int32Array;
  readonly flowKind: Int32Array;
  readonly flowTokens: Float64Array;
  readonly firstFlow: Int32Array;
  /** Tokens/s by (pool, kind). */
  readonly tokens: Float64Array;
  /** Part of the world each region's home is in this hour; -1: no chips anywhere. */
  private readonly home: Int32Array;
  private readonly demand: DemandModel;
  private readonly pools: number;
  private readonly kinds: number;
  private readonly rate: Float64Array;
  private readonly classes: number;
  private readonly models: number;
  private readonly homeOrder: Int32Array;
  private readonly awayOrder: Int32Array;

  /** @param rate tokens/s per chip by (pool, kind): read in every hour, kept by the caller */
  constructor(demand: DemandModel, pools: number, rate: Float64Array) {
    this.demand = demand;
    this.pools = pools;
    this.rate = rate;
    this.kinds = demand.kinds.length;
    this.classes = demand.classes.length;
    this.models = demand.served.length;
    const cells = cellsOf(demand);
    this.cells = cells.length;
    this.regionOf = Int32Array.from(cells, (cell) => cell.region);
    this.classOf = Int32Array.from(cells, (cell) => cell.klass);
    this.servedOf = Int32Array.from(cells, (cell) => cell.served);
    this.partOf = Int32Array.from(cells, (cell) => cell.part);
    this.weight = Float64Array.from(cells, (cell) => cell.weight);
    const waits = (cell: Cell): boolean => (demand.classes[cell.klass]?.waitSeconds ?? 0) > 0;
    const order = (rank: (cell: Cell) => number): Int32Array =>
      Int32Array.from(
        cells
          .map((cell, index) => ({ rank: rank(cell), index }))
          .filter((each) => each.rank >= 0)
          .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
          .map(({ index }) => index),
      );
    this.homeOrder = order((cell) => (waits(cell) ? PARTS : cell.part));
    this.awayOrder = order((cell) =>
      cell.part === BOUND ? -1 : waits(cell) ? PARTS : cell.part === NEW ? 0 : 1,
    );
    this.left = new Float64Array(this.cells);
    this.assigned = new Float64Array(this.cells * pools);
    this.used = new Float64Array(pools);
    this.room = new Float64Array(pools);
    this.flowCell = new Int32Array(this.assigned.length);
    this.flowPool = new Int32Array(this.assigned.length);
    this.flowKind = new Int32Array(this.assigned.length);
    this.flowTokens = new Float64Array(this.assigned.length);
    this.firstFlow = new Int32Array(demand.regions.length + 1);
    this.tokens = new Float64Array(pools * this.kinds);
    this.home = new Int32Array(demand.regions.length).fill(-1);
  }

  /** Forgets the last hour; `left` and `room` are the caller's to fill. */
  clear(): void {
    const { assigned, flowCell, flowPool, pools } = this;
    for (let f = 0; f < this.flows; f++) assigned[(flowCell[f] ?? 0) * pools + (flowPool[f] ?? 0)] = 0;
    this.flows = 0;
    this.used.fill(0);
  }

  /** Demand by cell: its part of the region's and class's [region][class], on the model it asks for [class][served]. */
  spread(demand: Float64Array, shares: Float64Array): void {
    const { classes, models } = this;
    for (let cell = 0; cell < this.cells; cell++) {
      const c = this.classOf[cell] ?? 0;
      const share = shares[c * models + (this.servedOf[cell] ?? 0)] ?? 0;
      const tokens = demand[(this.regionOf[cell] ?? 0) * classes + c] ?? 0;
      this.left[cell] = tokens * share * (this.weight[cell] ?? 0);
    }
  }

  /** Where each region is at home: the part of the world of the nearest pool with chips in service. */
  settleHomes(standing: (pool: number) => boolean): void {
    const { routing, regions } = this.demand;
    if (routing === undefined) return;
    for (let r = 0; r < regions.length; r++) {
      this.home[r] = -1;
      for (const p of regions[r]?.pools ?? [])
        if (standing(p)) {
          this.home[r] = routing.part[p] ?? -1;
          break;
        }
    }
  }

  /** Sends what is left where there is room. */
  assign(): void {
    const { routing } = this.demand;
    if (routing === undefined) {
      this.fill(this.homeOrder, true, true, false);
      return;
    }
    this.fill(this.homeOrder, true, false, false);
    if (routing.spill !== "none") this.fill(this.awayOrder, false, true, routing.spill === "slo");
  }

  private fill(order: Int32Array, atHome: boolean, away: boolean, inTime: boolean): void {
    const { left, demand, regionOf, classOf, servedOf, partOf, kinds, used, room, rate, pools, home } = this;
    const { routing } = demand;
    const cap = demand.utilisationCap;
    for (const cell of order) {
      if ((left[cell] ?? 0) <= 0) continue;
      const r = regionOf[cell] ?? 0;
      const warm = (servedOf[cell] ?? 0) * this.classes + (classOf[cell] ?? 0);
      const travels = partOf[cell] === IN_PROGRESS && kinds > this.models * this.classes;
      for (const p of demand.regions[r]?.pools ?? []) {
        const need = left[cell] ?? 0;
        if (need <= 0) break;
        const free = (room[p] ?? 0) - (used[p] ?? 0);
        if (free <= 0) continue;
        const isHome = routing === undefined || routing.part[p] === home[r];
        if (isHome ? !atHome : !away) continue;
        const kind = travels && !isHome ? warm + this.models * this.classes : warm;
        if (inTime && routing?.meetsSlo[(r * kinds + kind) * pools + p] === 0) continue;
        const perChip = (rate[p * kinds + kind] ?? 0) * cap;
        if (perChip <= 0) continue;
        const tokens = Math.min(need, free * perChip);
        used[p] = (used[p] ?? 0) + tokens / perChip;
        this.assigned[cell * pools + p] = (this.assigned[cell * pools + p] ?? 0) + tokens;
        left[cell] = need - tokens;
      }
    }
  }

  /** Gathers what is routed anywhere: most regions ask few pools, and this is summed up after many a failure. */
  listFlows(): void {
    const { assigned, flowPool, flowTokens, flowCell, flowKind, firstFlow, pools, kinds, tokens, used } =
      this;
    const { routing } = this.demand;
    tokens.fill(0);
    let flow = 0;
    let region = 0;
    for (let cell = 0; cell < this.cells; cell++) {
      const r = this.regionOf[cell] ?? 0;
      while (region <= r) firstFlow[region++] = flow;
      const warm = (this.servedOf[cell] ?? 0) * this.classes + (this.classOf[cell] ?? 0);
      const travels = this.partOf[cell] === IN_PROGRESS && kinds > this.models * this.classes;
      for (let p = 0; p < pools; p++) {
        if (used[p] === 0) continue;
        const sent = assigned[cell * pools + p] ?? 0;
        if (sent === 0) continue;
        const isHome = routing === undefined || routing.part[p] === this.home[r];
        const kind = travels && !isHome ? warm + this.models * this.classes : warm;
        flowCell[flow] = cell;
        flowPool[flow] = p;
        flowKind[flow] = kind;
        flowTokens[flow] = sent;
        tokens[p * kinds + kind] = (tokens[p * kinds + kind] ?? 0) + sent;
        flow++;
      }
    }
    while (region < firstFlow.length) firstFlow[region++] = flow;
    this.flows = flow;
  }

  /** Index in UNSERVED of why a cell's rest is not served: nowhere a chip, or one it may not or would not use. */
  reasonOf(cell: number): number {
    const { partOf, regionOf, room, used } = this;
    for (const p of this.demand.regions[regionOf[cell] ?? 0]?.pools ?? []) {
      // Rounding leaves crumbs of a chip.
      if ((room[p] ?? 0) - (used[p] ?? 0) < 1) continue;
      return this.demand.routing?.spill === "none" || partOf[cell] === BOUND ? 2 : 1;
    }
    return 0;
  }

  snapshot(): { readonly assigned: Float64Array; readonly home: Int32Array; readonly used: Float64Array } {
    return { assigned: this.assigned.slice(), home: this.home.slice(), used: this.used.slice() };
  }

  restore(from: ReturnType<Router["snapshot"]>): void {
    this.assigned.set(from.assigned);
    this.home.set(from.home);
    this.used.set(from.used);
    this.listFlows();
  }
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
