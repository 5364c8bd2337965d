/**
 * Latency of an hour by region and class, from the load of the pools that serve it. Tables are made when a kind of load
 * first meets a system; after that an hour only looks up. Load is the chips busy over the chips of replicas: what the
 * autoscaler holds back is room for the queue.
 */
/* oxlint-disable typescript/no-non-null-assertion -- every index lies within what the constructor laid out */
import type { Recorder } from "../engine/index.ts";
import type { DemandModel, LatencyModel } from "../model/types.ts";
import { LATENCY_MEASURES } from "./latency-measures.ts";
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
const HALVINGS = 20;

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
   * @param channel first of the channels by (region, class, measure)
   */
  hour(router: Router, loads: Float64Array, recorder: Recorder, channel: number, now: number): void {
    const { sums, kinds, way, pools, read, demand, spec } = this;
    const classes = demand.classes.length;
    sums.fill(0);
    for (let f = 0; f < router.flows; f++) {
      const p = router.flowPool[f]!;
      const kind = router.flowKind[f]!;
      const k = p * kinds + kind;
      const tables = this.at(p, kind, loads[p]!);
      if (tables === undefined) continue;
      const cell = router.flowCell[f]!;
      const r = router.regionOf[cell]!;
      const c = router.classOf[cell]!;
      const tokens = router.flowTokens[f]!;
      const base = (r * classes + c) * MEASURES;
      const there = way[r * pools + p]!;
      sums[base]! += tokens;
      sums[base + 1]! += tokens * (there + read[k * 4]!);
      sums[base + 2]! += tokens * (there + read[k * 4 + 1]!);
      sums[base + 3]! += tokens * read[k * 4 + 2]!;
      sums[base + 4]! += tokens * read[k * 4 + 3]!;
      const target = spec.ttftSeconds[c]!;
      const within =
        target === Infinity
          ? 1
          : withinShare(tables.ttft, this.load[k]!, placeOf(tables.ttft, target - there));
      sums[base + 5]! += tokens * within;
    }
    for (let r = 0; r < demand.regions.length; r++) this.mixTails(router, r);
    for (let i = 0; i < sums.length; i++) recorder.set(channel + i, sums[i]!, now);
  }

  /** P99 over a region's pools where they differ: of the mixture, not the mean of each one's own. */
  private mixTails(router: Router, r: number): void {
    const { sums, kinds, way, pools, read, demand } = this;
    const classes = demand.classes.length;
    const [from, to] = [router.firstFlow[r]!, router.firstFlow[r + 1]!];
    for (let c = 0; c < classes; c++) {
      let [low, high] = [Infinity, 0];
      for (let f = from; f < to; f++) {
        if (router.classOf[router.flowCell[f]!] !== c) continue;
        const p = router.flowPool[f]!;
        const p99 = way[r * pools + p]! + read[(p * kinds + router.flowKind[f]!) * 4 + 1]!;
        if (p99 < low) low = p99;
        if (p99 > high) high = p99;
      }
      if (!(high - low > APART_SECONDS)) continue;
      const base = (r * classes + c) * MEASURES;
      const all = sums[base]!;
      for (let step = 0; step < HALVINGS && high - low > 1e-3; step++) {
        const middle = (low + high) / 2;
        let beyond = 0;
        for (let f = from; f < to; f++) {
          if (router.classOf[router.flowCell[f]!] !== c) continue;
          const p = router.flowPool[f]!;
          const k = p * kinds + router.flowKind[f]!;
          const ttft = this.tables[this.spec.cellOf[k]!]?.ttft;
          if (ttft === undefined) continue;
          const place = placeOf(ttft, middle - way[r * pools + p]!);
          beyond += router.flowTokens[f]! * (1 - withinShare(ttft, this.load[k]!, place));
        }
        if (beyond > 0.01 * all) low = middle;
        else high = middle;
      }
      sums[base + 2] = all * high;
    }
  }

  /** Brings what is read of a kind on a pool to a load. */
  private at(pool: number, kind: number, load: number): Tables | undefined {
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
