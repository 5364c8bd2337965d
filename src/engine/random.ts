/**
 * Counter-based random numbers: a draw is a pure function of (seed, replication, purpose, entity, k).
 *
 * Nobody's draws shift when a consumer is added or a job is preempted. The function is Threefry-2x32 with 20 rounds
 * (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC11, doi:10.1145/2063384.2063405): the
 * seed keys a bijection of (replication, purpose), whose result keys a bijection of (entity, k), so no two draws of
 * one stream, and no two streams of one seed, can coincide.
 */

const TWO_32 = 4_294_967_296;
const TWO_26 = 67_108_864;
const TWO_MINUS_52 = 1 / 4_503_599_627_370_496;
/** Skein's key schedule parity for 32-bit words. */
const PARITY = 0x1bd11bda;

/** The two words of the last block: an array, because a double returned from a function costs an allocation. */
const lane = new Int32Array(2);

/** One Threefry-2x32-20 block: key (k0, k1), counter (c0, c1); the result is left in `lane`. */
function block(k0: number, k1: number, c0: number, c1: number): void {
  const k2 = PARITY ^ k0 ^ k1;
  let x = (c0 + k0) | 0;
  let y = (c1 + k1) | 0;
  x = (x + y) | 0;
  y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0;
  y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0;
  y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0;
  y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + k1) | 0;
  y = (y + k2 + 1) | 0;
  x = (x + y) | 0;
  y = ((y << 17) | (y >>> 15)) ^ x;
  x = (x + y) | 0;
  y = ((y << 29) | (y >>> 3)) ^ x;
  x = (x + y) | 0;
  y = ((y << 16) | (y >>> 16)) ^ x;
  x = (x + y) | 0;
  y = ((y << 24) | (y >>> 8)) ^ x;
  x = (x + k2) | 0;
  y = (y + k0 + 2) | 0;
  x = (x + y) | 0;
  y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0;
  y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0;
  y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0;
  y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + k0) | 0;
  y = (y + k1 + 3) | 0;
  x = (x + y) | 0;
  y = ((y << 17) | (y >>> 15)) ^ x;
  x = (x + y) | 0;
  y = ((y << 29) | (y >>> 3)) ^ x;
  x = (x + y) | 0;
  y = ((y << 16) | (y >>> 16)) ^ x;
  x = (x + y) | 0;
  y = ((y << 24) | (y >>> 8)) ^ x;
  x = (x + k1) | 0;
  y = (y + k2 + 4) | 0;
  x = (x + y) | 0;
  y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0;
  y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0;
  y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0;
  y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + k2) | 0;
  y = (y + k0 + 5) | 0;
  lane[0] = x;
  lane[1] = y;
}

/** The raw Threefry-2x32-20 block as two uint32; for tests against its published answers. */
export function threefry(
  key: readonly [number, number],
  counter: readonly [number, number],
): [number, number] {
  block(key[0], key[1], counter[0], counter[1]);
  return [(lane[0] ?? 0) >>> 0, (lane[1] ?? 0) >>> 0];
}

/** A text's key, uint32: FNV-1a over its UTF-16 units, then Murmur3's finaliser. Equal texts, equal keys. */
export function hashKey(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** All draws of one purpose in one replication: fixes (seed, replication, purpose) once. Holds no position. */
export class Stream {
  private readonly key0: number;
  private readonly key1: number;

  /** `seed` is a whole number below 2^53; `replication` a uint32; `purpose` a uint32 or a text (see `hashKey`). */
  constructor(seed: number, replication: number, purpose: number | string) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`seed must be a whole number from 0 to 2^53 - 1 (found ${seed})`);
    }
    const purposeKey = typeof purpose === "string" ? hashKey(purpose) : purpose;
    block(seed | 0, Math.floor(seed / TWO_32) | 0, replication | 0, purposeKey | 0);
    this.key0 = lane[0] ?? 0;
    this.key1 = lane[1] ?? 0;
  }

  /** The k-th uniform of an entity, strictly inside (0, 1), 52 bits; `entity` and `k` are uint32. Allocates nothing. */
  uniform(entity: number, k: number): number {
    block(this.key0, this.key1, entity | 0, k | 0);
    return (((lane[0] ?? 0) >>> 6) * TWO_26 + ((lane[1] ?? 0) >>> 6) + 0.5) * TWO_MINUS_52;
  }

  /** The k-th whole number of an entity, uniform on 0 .. n - 1, for n up to 2^32 (bias below n / 2^52). */
  below(n: number, entity: number, k: number): number {
    return Math.floor(this.uniform(entity, k) * n);
  }
}

/** One draw by its full key; a `Stream` is faster when many share seed, replication and purpose. */
export function uniform(
  seed: number,
  replication: number,
  purpose: number,
  entity: number,
  k: number,
): number {
  return new Stream(seed, replication, purpose).uniform(entity, k);
}
