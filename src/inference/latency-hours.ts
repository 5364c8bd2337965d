/**
 * Latency of an hour by region and class, from the load of the pools that serve it. Tables are made when a kind of load
 * first meets a system; after that an hour only looks up. Load is the chips busy over the chips of replicas: what the
 * autoscaler holds back is room for the queue.
 */
/* oxlint-disable typescript/no-non-null-assertion -- every index lies within what the constructor laid out */
import type { Recorder } from "../engine/index.ts";
import type { DemandModel, LatencyModel } from "../model/types.ts";
import { LATENCY_MEASURES } from "./latency-measures.ts";
import { QUEUE, QueueHour } from "./queue-hour.ts";
import { atLoad, placeOf, withinShare } from "./latency.ts";
import { compileTtftTable } from "./prefill-wait.ts";
import type { TtftTable } from "./prefill-wait.ts";
import type { Router } from "./router.ts";
import { serviceTimes } from "./service-times.ts";
import { tpotAt } from "./serving-cell.ts";
import { compileTokenTimes, holdSeconds } from "./token-time.ts";
import type { TokenTimeParams, TokenTimeTable } from "./token-time.ts";

const MEASURES = LATENCY_MEASURES.length;
const MINUTE = 60;
/** Instances with a queue of their own; more are alike in groups. */
const INSTANCES = 8;
/** Where the first tokens of a class come from pools further apart than this, its P99 is solved for; else their mean. */
const APART_SECONDS = 0.005;
const STEPS = 20;
const CLOSE_SECONDS = 5e-4;

export interface Overload {
  readonly came: Float64Array;
  readonly away: Float64Array;
}

interface Tables {
  readonly ttft: TtftTable;
  readonly tpot: TokenTimeTable;
}

export class LatencyHours {
  private readonly demand: DemandModel;
  private readonly spec: LatencyModel;
  private readonly kinds: number;
  private readonly pools: number;
  private readonly tables: (Tables | undefined)[];
  /** Seconds to a pool and back with what paths add, [region][pool]. */
  private readonly way: Float64Array;
  /** 1, 0: whether a kind keeps its SLO there; 2: not asked yet. [region][kind][pool] */
  private readonly keeps: Uint8Array;
  /** Place of a promise among a table's times, [region][kind][pool]; -1: not asked yet. */
  private readonly place: Float64Array;
  private readonly classOf: Int32Array;
  /** By (pool, kind): the first kind of its class there whose latency is the same. */
  private readonly alike: Int32Array;
  /** Tokens/s gathered by (pool, kind), and where there are any. */
  private readonly tokensAt: Float64Array;
  private readonly cellAt: Int32Array;
  private gathered = 0;
  /** Between which times a percentile lies [s]; a time [s] and the tokens/s that come later. */
  private readonly ends = new Float64Array(2);
  private readonly lateAt = new Float64Array(2);
  private readonly queueHour = new QueueHour();
  /** Last load and what the tables say at it, by (pool, kind): p50, p99 of both. */
  private readonly load: Float64Array;
  private readonly read: Float64Array;
  /** Sums of the hour, [region][class][measure]. */
  private readonly sums: Float64Array;

  constructor(demand: DemandModel, latency: LatencyModel, pools: number) {
    this.demand = demand;
    this.spec = latency;
    this.kinds = demand.kinds.length;
    this.pools = pools;
    this.tables = latency.cells.map(() => undefined);
    const regions = demand.regions.length;
    this.way = new Float64Array(regions * pools).fill(Infinity);
    demand.regions.forEach((region, r) =>
      region.pools.forEach((p, at) => {
        this.way[r * pools + p] = (region.rttMs[at] ?? Infinity) / 1000 + (latency.pathSeconds[r] ?? 0);
      }),
    );
    this.keeps = new Uint8Array(regions * this.kinds * pools).fill(2);
    this.place = new Float64Array(this.keeps.length).fill(-1);
    this.classOf = Int32Array.from(demand.kinds, ({ klass }) => klass);
    this.alike = Int32Array.from(latency.cellOf, (cell, k) => {
      const first = k - (k % this.kinds);
      const klass = this.classOf[k % this.kinds];
      return (
        first +
        this.classOf.findIndex((other, kind) => other === klass && latency.cellOf[first + kind] === cell)
      );
    });
    this.tokensAt = new Float64Array(pools * this.kinds);
    this.cellAt = new Int32Array(pools * this.kinds);
    this.load = new Float64Array(pools * this.kinds).fill(-1);
    this.read = new Float64Array(pools * this.kinds * 4);
    this.sums = new Float64Array(regions * demand.classes.length * MEASURES);
  }

  /** Would 99 of 100 first tokens of a kind come in time from a pool that is as loaded as replicas may be? */
  meetsSlo(region: number, kind: number, pool: number): boolean {
    const at = (region * this.kinds + kind) * this.pools + pool;
    if (this.keeps[at] === 2) {
      const target = this.spec.ttftSeconds[this.demand.kinds[kind]?.klass ?? 0] ?? Infinity;
      const way = this.way[region * this.pools + pool] ?? Infinity;
      const tables = target < Infinity ? this.tablesOf(pool, kind) : undefined;
      const p99 = tables === undefined ? 0 : atLoad(tables.ttft.p99, this.demand.utilisationCap);
      this.keeps[at] = target === Infinity || way + p99 <= target ? 1 : 0;
    }
    return this.keeps[at] === 1;
  }

  /**
   * Records the hour that was just routed.
   * @param loads by pool: chips busy over chips of replicas
   * @param overload tokens/s that came and were turned away, by (region, class)
   * @param channel first of the channels by (region, class, measure)
   */
  hour(
    router: Router,
    loads: Float64Array,
    overload: Overload,
    recorder: Recorder,
    channel: number,
    now: number,
  ): void {
    const { sums, demand } = this;
    const classes = demand.classes.length;
    sums.fill(0);
    for (let r = 0; r < demand.regions.length; r++) {
      this.gather(router, r);
      for (let g = 0; g < this.gathered; g++) this.addFrom(r, this.cellAt[g]!, loads);
      this.mixTails(r);
      for (let c = 0; c < classes; c++) this.queue(r * classes + c, c, overload);
    }
    recorder.setAll(channel, sums, now);
  }

  /** Adds what comes to a region from one pool, in one class. */
  private addFrom(r: number, k: number, loads: Float64Array): void {
    const { sums, kinds, way, pools, read, demand, spec } = this;
    const p = Math.floor(k / kinds);
    const kind = k - p * kinds;
    const tables = this.at(p, kind, loads);
    const tokens = this.tokensAt[k]!;
    if (tables === undefined) return;
    const base = (r * demand.classes.length + this.classOf[kind]!) * MEASURES;
    const there = way[r * pools + p]!;
    sums[base]! += tokens;
    sums[base + 1]! += tokens * (there + read[k * 4]!);
    sums[base + 2]! += tokens * (there + read[k * 4 + 1]!);
    const speed = spec.pathSpeed[r]!;
    sums[base + 3]! += (tokens * read[k * 4 + 2]!) / speed;
    sums[base + 4]! += (tokens * read[k * 4 + 3]!) / speed;
    sums[base + 5]! += tokens * this.within(tables.ttft, r, kind, p);
  }

  /** Who comes while more comes than is served waits as long as the class has patience. */
  private queue(cell: number, c: number, { came, away }: Overload): void {
    const patience = this.spec.patienceSeconds[c]!;
    if (patience === 0 || !(away[cell]! > 0)) return;
    const { sums } = this;
    const base = cell * MEASURES;
    const tokens = sums[base]!;
    if (tokens === 0) return;
    const target = this.spec.ttftSeconds[c]!;
    const least = Math.max(0, target - sums[base + 1]! / tokens);
    const waits = this.queueHour.measure(came[cell]!, came[cell]! - away[cell]!, patience, least);
    sums[base + 1]! += tokens * waits[QUEUE.p50]!;
    sums[base + 2]! += tokens * waits[QUEUE.p99]!;
    sums[base + 5]! *= waits[QUEUE.within]!;
  }

  /** Sums up a region's flows to one pool whose latency is the same: those of a class on models that are served alike. */
  private gather({ flows: { first, pool, kind, tokens } }: Router, r: number): void {
    const { tokensAt, cellAt, alike, kinds } = this;
    for (let g = 0; g < this.gathered; g++) tokensAt[cellAt[g]!] = 0;
    let next = 0;
    for (let f = first[r]!; f < first[r + 1]!; f++) {
      const k = alike[pool[f]! * kinds + kind[f]!]!;
      if (tokensAt[k] === 0) cellAt[next++] = k;
      tokensAt[k]! += tokens[f]!;
    }
    this.gathered = next;
  }

  /** Share of first tokens that come in time. */
  private within(ttft: TtftTable, r: number, kind: number, p: number): number {
    const target = this.spec.ttftSeconds[this.classOf[kind]!]!;
    if (target === Infinity) return 1;
    const at = (r * this.kinds + kind) * this.pools + p;
    let place = this.place[at]!;
    if (place < 0) {
      place = placeOf(ttft, target - this.way[r * this.pools + p]!);
      this.place[at] = place;
    }
    return withinShare(ttft, this.load[p * this.kinds + kind]!, place);
  }

  /** P99 over a region's pools where they differ: of the mixture, not the mean of each one's own. */
  private mixTails(r: number): void {
    const { kinds, way, pools, read, classOf, cellAt, gathered } = this;
    // Flows of a class lie together.
    for (let from = 0, to = 0; from < gathered; from = to) {
      const c = classOf[cellAt[from]! % kinds]!;
      let low = Infinity;
      let high = 0;
      for (; to < gathered && classOf[cellAt[to]! % kinds] === c; to++) {
        const k = cellAt[to]!;
        const p99 = way[r * pools + Math.floor(k / kinds)]! + read[k * 4 + 1]!;
        if (p99 < low) low = p99;
        if (p99 > high) high = p99;
      }
      if (!(high - low > APART_SECONDS)) continue;
      // Arguments that are no whole numbers would be allocated.
      this.ends[0] = low;
      this.ends[1] = high;
      this.mixTail(r, from, to);
    }
  }

  /** Where one in a hundred first tokens of what was gathered from `from` to `to` comes later, between `ends`: regula falsi. */
  private mixTail(r: number, from: number, to: number): void {
    const { ends, lateAt } = this;
    const c = this.classOf[this.cellAt[from]! % this.kinds]!;
    const base = (r * this.demand.classes.length + c) * MEASURES;
    const all = this.sums[base]!;
    const allowed = 0.01 * all;
    let low = ends[0]!;
    let high = ends[1]!;
    lateAt[0] = low;
    this.late(r, from, to);
    let above = lateAt[1]! - allowed;
    lateAt[0] = high;
    this.late(r, from, to);
    let below = lateAt[1]! - allowed;
    let at = above > 0 ? high : low;
    let side = 0;
    for (let step = 0; step < STEPS && above > 0 && below < 0; step++) {
      const next = low + ((high - low) * above) / (above - below);
      const moved = Math.abs(next - at);
      at = next;
      if (moved < CLOSE_SECONDS) break;
      lateAt[0] = next;
      this.late(r, from, to);
      const late = lateAt[1]! - allowed;
      // An end that stays twice counts half, or it would stay for good (Illinois).
      if (late > 0) {
        low = next;
        above = late;
        if (side > 0) below /= 2;
        side = 1;
      } else {
        high = next;
        below = late;
        if (side < 0) above /= 2;
        side = -1;
      }
    }
    this.sums[base + 2] = all * at;
  }

  /** Tokens/s of what was gathered whose first token takes longer than `lateAt[0]` s, into `lateAt[1]`. */
  private late(r: number, from: number, to: number): void {
    const seconds = this.lateAt[0]!;
    const { kinds, way, pools, tables, load, cellAt, tokensAt } = this;
    const { cellOf } = this.spec;
    let late = 0;
    for (let g = from; g < to; g++) {
      const k = cellAt[g]!;
      const ttft = tables[cellOf[k]!]?.ttft;
      if (ttft === undefined) continue;
      const place = placeOf(ttft, seconds - way[r * pools + Math.floor(k / kinds)]!);
      late += tokensAt[k]! * (1 - withinShare(ttft, load[k]!, place));
    }
    this.lateAt[1] = late;
  }

  /** Brings what is read of a kind on a pool to a load. */
  private at(pool: number, kind: number, loads: Float64Array): Tables | undefined {
    const load = loads[pool]!;
    const tables = this.tablesOf(pool, kind);
    const k = pool * this.kinds + kind;
    if (tables === undefined || this.load[k] === load) return tables;
    this.load[k] = load;
    this.read[k * 4] = atLoad(tables.ttft.p50, load);
    this.read[k * 4 + 1] = atLoad(tables.ttft.p99, load);
    this.read[k * 4 + 2] = atLoad(tables.tpot.p50, load);
    this.read[k * 4 + 3] = atLoad(tables.tpot.p99, load);
    return tables;
  }

  private tablesOf(pool: number, kind: number): Tables | undefined {
    const index = this.spec.cellOf[pool * this.kinds + kind] ?? -1;
    const cell = this.spec.cells[index];
    if (cell === undefined || !cell.serves) return undefined;
    return (this.tables[index] ??= tablesFor(cell, this.spec.imbalance));
  }
}

function tablesFor(cell: LatencyModel["cells"][number], shareCv: number): Tables {
  const { linear, quadratic, hit, minuteCv, knotBatch, knotTpot } = cell;
  const times = serviceTimes(cell.prompt, { linear, quadratic, hit, cold: 0 });
  const shared = { instances: INSTANCES, shareCv, minuteCv, minuteSeconds: MINUTE };
  const tokens: TokenTimeParams = {
    ...shared,
    requestsPerSecond: cell.requestsPerSecond,
    outputTokens: cell.outputTokens,
    prefillSeconds: times.mean,
    tokenSeconds: (sequences) => tpotAt({ knotBatch, knotTpot }, sequences),
    slots: cell.slots,
    decodeDuringPrefill: cell.decodeDuringPrefill,
  };
  const ttft = compileTtftTable({
    ...shared,
    times,
    busyAtFull: cell.busyAtFull,
    arrivalScv: 1,
    slots: {
      perInstance: cell.slots,
      requestsPerSecond: cell.requestsPerSecond,
      holdSeconds: (held, load) => holdSeconds(tokens, held, load),
    },
  });
  return { ttft, tpot: compileTokenTimes(tokens) };
}
