/**
 * The random numbers of one replication: one keyed stream, a lane per purpose, the k-th draw of a lane counted in that
 * lane alone. So the repairs of a run do not shift when its host selection draws more or less.
 */
import { Stream } from "../engine/index.ts";

export const LANE = {
  layout: 0,
  /** Times to failure, and who fails. */
  failure: 1,
  /** Whether a bad server's failure is one a good one would have had. */
  cause: 2,
  repair: 3,
  selection: 4,
  diagnosis: 5,
  regeneration: 6,
  /** Failures of servers that do not compute. */
  idle: 7,
} as const;

const LANES = 8;

export class Draws {
  private readonly stream: Stream;
  private readonly used = new Uint32Array(LANES);

  constructor(seed: number, replication: number) {
    this.stream = new Stream(seed, replication, "gang");
  }

  /** The next uniform of a lane, strictly inside (0, 1). */
  next(lane: number): number {
    const k = this.used[lane] ?? 0;
    this.used[lane] = k + 1;
    return this.stream.uniform(lane, k);
  }

  /** The next whole number of a lane, uniform on 0 .. n - 1. */
  below(n: number, lane: number): number {
    return Math.min(n - 1, Math.floor(this.next(lane) * n));
  }
}
