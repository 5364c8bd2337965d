/**
 * One candidate timer per pool for exponential hazards (exact thinning).
 *
 * A pool's timer runs at a rate that bounds its whole hazard (hazard x installed); the handler picks the victim and
 * treats a node that is down, or fails a draw against its own hazard, as a no-op. Candidates are the points of a
 * unit-rate Poisson process read on the clock of the accumulated rate: a change of rate stretches the wait that is
 * left and draws nothing, so candidate k of a pool is the same point in every scenario (common random numbers), and
 * because exponential gaps have no memory this is exact.
 */
import type { Engine } from "./engine.ts";
import { log } from "./math.ts";
import type { Stream } from "./random.ts";

export interface ThinnedHazardOptions {
  /** Number of pools. */
  readonly pools: number;
  readonly handlerId: number;
  readonly eventClass: number;
  /** Draws the gaps; victims need a stream of their own purpose. */
  readonly stream: Stream;
  /** Called at each candidate, with the timer already set for the next; `candidate` counts the pool's from 0. */
  readonly onCandidate: (pool: number, now: number, candidate: number) => void;
  /** Keys of the pools in the stream (uint32, such as `hashKey(id)`), so that adding a pool shifts no other's draws. */
  readonly entities?: readonly number[];
  /** Name of the handler in error messages. */
  readonly name?: string;
}

/** A plain image of the timers; the pending events themselves are in the engine's snapshot. */
export interface ThinnedHazardSnapshot {
  readonly rate: Float64Array;
  readonly left: Float64Array;
  readonly since: Float64Array;
  readonly handle: Float64Array;
  readonly count: Uint32Array;
}

/** Candidate timers of a set of pools, one pending event for each pool with a positive rate. */
export class ThinnedHazard {
  private readonly engine: Engine;
  private readonly options: ThinnedHazardOptions;
  private readonly entity: Uint32Array;
  /** Bound of the pool's hazard [1/s]. */
  private readonly rate: Float64Array;
  /** Hazard (rate x time) left until the next candidate, as of `since`. */
  private readonly left: Float64Array;
  private readonly since: Float64Array;
  /** Pending event of the pool; 0 when there is none. */
  private readonly handle: Float64Array;
  /** Candidates seen, which is also the index of the next gap's draw. */
  private readonly count: Uint32Array;

  constructor(engine: Engine, options: ThinnedHazardOptions) {
    const { pools } = options;
    this.engine = engine;
    this.options = options;
    this.rate = new Float64Array(pools);
    this.left = new Float64Array(pools);
    this.since = new Float64Array(pools);
    this.handle = new Float64Array(pools);
    this.count = new Uint32Array(pools);
    this.entity = Uint32Array.from({ length: pools }, (_, pool) => options.entities?.[pool] ?? pool);
    for (let pool = 0; pool < pools; pool++) this.left[pool] = this.gap(pool);
    engine.on(options.handlerId, (pool, now) => this.fire(pool, now), options.name ?? "hazard");
  }

  /** Bound of a pool's hazard [1/s]. */
  rateOf(pool: number): number {
    return this.rate[pool] ?? 0;
  }

  /** Sets the bound of a pool's hazard [1/s] from now on and moves its timer; 0 suspends it. Draws nothing. */
  setRate(pool: number, ratePerSecond: number): void {
    const old = this.rate[pool];
    if (old === undefined) throw new RangeError(`pool must be below ${this.rate.length} (found ${pool})`);
    if (!(ratePerSecond >= 0 && ratePerSecond < Infinity)) {
      throw new RangeError(`hazard rate must be at least 0 per second (found ${ratePerSecond})`);
    }
    if (old === ratePerSecond) return;
    const { now } = this.engine;
    const handle = this.handle[pool] ?? 0;
    if (handle > 0) this.engine.cancel(handle);
    const left = (this.left[pool] ?? 0) - old * (now - (this.since[pool] ?? 0));
    this.left[pool] = Math.max(0, left);
    this.rate[pool] = ratePerSecond;
    this.arm(pool, now);
  }

  snapshot(): ThinnedHazardSnapshot {
    return {
      rate: this.rate.slice(),
      left: this.left.slice(),
      since: this.since.slice(),
      handle: this.handle.slice(),
      count: this.count.slice(),
    };
  }

  /** Takes over a snapshot; restore the engine's snapshot of the same moment too. */
  restore(from: ThinnedHazardSnapshot): void {
    if (from.rate.length !== this.rate.length) {
      throw new RangeError(`snapshot holds ${from.rate.length} pools, this run has ${this.rate.length}`);
    }
    this.rate.set(from.rate);
    this.left.set(from.left);
    this.since.set(from.since);
    this.handle.set(from.handle);
    this.count.set(from.count);
  }

  private fire(pool: number, now: number): void {
    const candidate = this.count[pool] ?? 0;
    this.count[pool] = candidate + 1;
    this.left[pool] = this.gap(pool);
    this.arm(pool, now);
    this.options.onCandidate(pool, now, candidate);
  }

  /** The next unit-mean exponential gap of a pool. */
  private gap(pool: number): number {
    return -log(this.options.stream.uniform(this.entity[pool] ?? 0, this.count[pool] ?? 0));
  }

  private arm(pool: number, now: number): void {
    this.since[pool] = now;
    const due = now + (this.left[pool] ?? 0) / (this.rate[pool] ?? 0);
    // A rate of 0, or one so small that the wait overflows, never fires.
    const { eventClass, handlerId } = this.options;
    this.handle[pool] = due < Infinity ? this.engine.at(due, eventClass, handlerId, pool) : 0;
  }
}
