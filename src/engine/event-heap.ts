/* oxlint-disable typescript/no-non-null-assertion -- every index is at most `count` by construction */
/**
 * The events that come next: a binary heap of (time, slot) on typed arrays, ties by the slots' `order`.
 *
 * The popped root stays open as a hole that the handler's first schedule refills, so the usual "take one, plant one"
 * costs one walk instead of two. The walk down does not branch on which child is earlier: that is a coin toss, and
 * processors lose more on a wrong guess than on the addition.
 */
import { copied } from "./event-slots.ts";
import type { EventSlots } from "./event-slots.ts";

const FIRST_CAPACITY = 64;

export class EventHeap {
  /** Entries, the hole included; the root is entry 1, so that siblings share a cache line. */
  count = 0;
  /** Whether the root is open. */
  hole = false;

  private times = new Float64Array(FIRST_CAPACITY + 1);
  private slotAt = new Int32Array(FIRST_CAPACITY + 1);
  private readonly slots: EventSlots;

  constructor(slots: EventSlots) {
    this.slots = slots;
  }

  /** Slot of the earliest event; the heap must hold one and have no hole. */
  rootSlot(): number {
    return this.slotAt[1]!;
  }

  /** Time of the earliest event; the heap must hold one and have no hole. */
  rootTime(): number {
    return this.times[1]!;
  }

  /** Slot of entry 1 .. count. */
  slotOfEntry(entry: number): number {
    return this.slotAt[entry]!;
  }

  // Times are read from the slots rather than passed on: a double handed to a call that is not inlined is allocated.

  add(slot: number): void {
    if (this.hole) {
      this.hole = false;
      this.sink(slot);
      return;
    }
    if (++this.count === this.times.length) this.grow();
    this.rise(this.count, slot);
  }

  /** Fills the open root with the last entry. */
  closeHole(): void {
    this.hole = false;
    const last = this.count--;
    if (last > 1) this.sink(this.slotAt[last]!);
  }

  /** Moves an event from the open position `index` towards the root until its parent goes first. */
  private rise(index: number, slot: number): void {
    const { times, slotAt, slots } = this;
    const time = slots.time[slot]!;
    let at = index;
    while (at > 1) {
      const parent = at >> 1;
      const parentTime = times[parent]!;
      if (parentTime < time) break;
      const parentSlot = slotAt[parent]!;
      if (parentTime === time && slots.order[parentSlot]! < slots.order[slot]!) break;
      times[at] = parentTime;
      slotAt[at] = parentSlot;
      at = parent;
    }
    times[at] = time;
    slotAt[at] = slot;
  }

  /** Bottom-up: opens the way from the root to a leaf along the earlier children; the event then rises from there. */
  private sink(slot: number): void {
    const { times, slotAt, count } = this;
    let index = 1;
    let child = 2;
    while (child < count) {
      const right = child + 1;
      const leftTime = times[child]!;
      const rightTime = times[right]!;
      if (leftTime === rightTime) {
        const orders = this.slots.order;
        if (orders[slotAt[right]!]! < orders[slotAt[child]!]!) child = right;
      } else {
        child = right - Number(leftTime < rightTime);
      }
      times[index] = times[child]!;
      slotAt[index] = slotAt[child]!;
      index = child;
      child = index << 1;
    }
    if (child === count) {
      times[index] = times[child]!;
      slotAt[index] = slotAt[child]!;
      index = child;
    }
    this.rise(index, slot);
  }

  private grow(): void {
    const length = (this.times.length - 1) * 2 + 1;
    this.times = copied(new Float64Array(length), this.times);
    this.slotAt = copied(new Int32Array(length), this.slotAt);
  }
}
