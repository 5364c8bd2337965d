/* oxlint-disable typescript/no-non-null-assertion -- indices are below `buckets`, `laterCount` or the slots' `used` by construction */
/**
 * The events that do not come next, unsorted: buckets of equal width up to `end`, and a list of all later ones.
 *
 * A large heap misses the processor's caches at every level. So when the heap grows large, its later part waits here
 * at constant cost and enters the heap a bucket at a time (a ladder queue of one rung with a heap at its foot, after
 * Tang, Goh, Thng 2005, doi:10.1145/1103323.1103324). A bucket index never falls as time rises, so which event comes
 * first is still decided by the heap alone; where times are too uneven for buckets, what is left is the plain heap.
 */
import { copied } from "./event-slots.ts";
import type { EventSlots } from "./event-slots.ts";

/** Fewer events than this are better off in the heap. */
const WORTHWHILE = 64;
const SAMPLES = 63;

export class FarEvents {
  /** Whether any event may be here. */
  active = false;

  private readonly slots: EventSlots;
  private start = 0;
  /** Events due from here on are in the list `later`. */
  private end = 0;
  private bucketsPerSecond = 0;
  private buckets = 0;
  /** Buckets before this one have been handed to the heap. */
  private cursor = 0;
  /** First slot in each bucket; -1 for none. */
  private heads = new Int32Array(16);
  private later = new Int32Array(WORTHWHILE);
  private laterCount = 0;
  private readonly sample = new Float64Array(SAMPLES);

  constructor(slots: EventSlots) {
    this.slots = slots;
  }

  /** Puts an event here if it belongs here; false when it is for the heap. Must be active. */
  accept(slot: number): boolean {
    const time = this.slots.time[slot]!;
    if (time >= this.end) {
      this.addLater(slot);
      return true;
    }
    if (time < this.start) return false;
    // Rounding may name the bucket after the last.
    const bucket = Math.min(((time - this.start) * this.bucketsPerSecond) | 0, this.buckets - 1);
    if (bucket < this.cursor) return false;
    this.slots.next[slot] = this.heads[bucket]!;
    this.heads[bucket] = slot;
    return true;
  }

  /** Adds to the unsorted list, whatever the time; for `regroup`. */
  addLater(slot: number): void {
    if (this.laterCount === this.later.length) {
      this.later = copied(new Int32Array(2 * this.laterCount), this.later);
    }
    this.later[this.laterCount++] = slot;
  }

  /** Gives up the next bucket that holds events: its first slot, the others follow by `slots.next`; -1 for none. */
  takeBucket(): number {
    while (this.cursor < this.buckets) {
      const slot = this.heads[this.cursor++]!;
      if (slot >= 0) return slot;
    }
    return -1;
  }

  /** Gives up an event of the unsorted list; -1, and inactive from then on, when there is none. */
  takeLater(): number {
    if (this.laterCount > 0) return this.later[--this.laterCount]!;
    this.active = false;
    return -1;
  }

  /**
   * Deals the earlier half of the list into new buckets, about one event each; the buckets must be empty.
   * False when there are too few events, or too many at one time, for that to be of use.
   */
  regroup(): boolean {
    const { later, laterCount, slots } = this;
    if (laterCount < WORTHWHILE) return false;
    let start = Infinity;
    for (let index = 0; index < laterCount; index++) start = Math.min(start, slots.time[later[index]!]!);
    const end = this.middleAbove(start);
    let buckets = 16;
    while (2 * buckets < laterCount) buckets *= 2;
    const bucketsPerSecond = buckets / (end - start);
    if (!(bucketsPerSecond < Infinity && bucketsPerSecond > 0)) return false;
    if (this.heads.length < buckets) this.heads = new Int32Array(buckets);
    this.heads.fill(-1, 0, buckets);
    this.start = start;
    this.end = end;
    this.buckets = buckets;
    this.bucketsPerSecond = bucketsPerSecond;
    this.cursor = 0;
    this.active = true;
    this.laterCount = 0;
    for (let index = 0; index < laterCount; index++) {
      const slot = later[index]!;
      // Writes at most where it has read: `later` shrinks in place.
      this.accept(slot);
    }
    return true;
  }

  /** The first of the sorted sample, from its middle on, that is later than `start`; else Infinity. */
  private middleAbove(start: number): number {
    const { sample, later, laterCount, slots } = this;
    for (let index = 0; index < SAMPLES; index++) {
      sample[index] = slots.time[later[Math.floor((index * laterCount) / SAMPLES)]!]!;
    }
    sample.sort();
    return sample.subarray(SAMPLES >> 1).find((time) => time > start) ?? Infinity;
  }
}
