/* oxlint-disable typescript/no-non-null-assertion -- every index is below `count` or `slotsUsed` by construction */
/**
 * The event calendar: a stable binary heap on typed arrays, ordered by (time, event class, sequence).
 *
 * Heap entries hold only (time, slot); class and sequence sit beside the slot and are read on ties only. The popped
 * root stays open as a hole that the handler's first schedule refills, so the usual "take one, plant one" costs one
 * walk instead of two. Cancelling marks the slot; marked slots are swept when they outnumber the live ones.
 */

/** Slots addressable by a handle: 2^23 pending events. */
const SLOT_LIMIT = 8_388_608;
/** Generations before a slot's handles repeat: 2^30. */
const GENERATION_LIMIT = 1_073_741_824;
/** One event class is 2^45 sequence numbers wide, so that class and sequence compare as one exact double. */
const CLASS_STEP = 35_184_372_088_832;
/** Event classes run from 0 to 255; the lower class goes first at one instant. */
export const MAX_EVENT_CLASS = 255;
/** The handler of a slot whose event was cancelled. */
export const CANCELLED = -1;

const FIRST_CAPACITY = 64;
/** Below this many dead entries a sweep costs more than it frees. */
const SWEEP_FLOOR = 64;

/** A plain, structured-cloneable image of a calendar. Handles given out before it stay valid after `restore`. */
export interface CalendarSnapshot {
  readonly sequence: number;
  readonly freeHead: number;
  readonly dead: number;
  /** Heap order, without the unused element 0. */
  readonly heapTime: Float64Array;
  readonly heapSlot: Int32Array;
  /** By slot. */
  readonly order: Float64Array;
  readonly handler: Int32Array;
  readonly payload: Int32Array;
  readonly generation: Int32Array;
}

/** Pending events by (time, class, sequence). Does not validate times: the engine does, once, at its door. */
export class Calendar {
  /** Handler of the event `take` removed last. */
  takenHandler = CANCELLED;
  /** Payload of the event `take` removed last. */
  takenPayload = 0;

  private heapTime = new Float64Array(FIRST_CAPACITY + 1);
  private heapSlot = new Int32Array(FIRST_CAPACITY + 1);
  /** Heap entries, the hole included; the root is element 1, so that siblings share a cache line. */
  private count = 0;
  private hole = false;
  private dead = 0;

  private order = new Float64Array(FIRST_CAPACITY);
  private handler = new Int32Array(FIRST_CAPACITY);
  /** The payload; of a free slot, the next free slot. */
  private payload = new Int32Array(FIRST_CAPACITY);
  private generation = new Int32Array(FIRST_CAPACITY);
  private slotsUsed = 0;
  private freeHead = -1;
  private sequence = 0;

  /** Events pending, cancelled ones not counted. */
  get size(): number {
    return this.count - this.dead - (this.hole ? 1 : 0);
  }

  /**
   * Plants an event and returns its handle, a positive integer (0 is never a handle).
   * `eventClass` is an integer 0 to 255, `handler` an integer other than -1, `payload` an int32.
   */
  schedule(time: number, eventClass: number, handler: number, payload: number): number {
    let slot = this.freeHead;
    if (slot >= 0) this.freeHead = this.payload[slot]!;
    else slot = this.newSlot();
    const order = eventClass * CLASS_STEP + this.sequence++;
    this.order[slot] = order;
    this.handler[slot] = handler;
    this.payload[slot] = payload;
    if (this.hole) {
      this.hole = false;
      this.sink(1, time, order, slot);
    } else {
      if (this.count + 1 === this.heapTime.length) this.growHeap();
      this.rise(++this.count, time, order, slot);
    }
    return this.generation[slot]! * SLOT_LIMIT + slot;
  }

  /** Cancels a pending event; false when it has fired, was cancelled, or the handle is none of ours. */
  cancel(handle: number): boolean {
    const slot = handle % SLOT_LIMIT;
    // A slot that is free or was re-used since carries a later generation.
    if (!(slot < this.slotsUsed) || this.generation[slot]! * SLOT_LIMIT + slot !== handle) return false;
    if (this.handler[slot] === CANCELLED) return false;
    this.handler[slot] = CANCELLED;
    this.bumpGeneration(slot);
    this.dead++;
    if (this.dead > SWEEP_FLOOR && this.dead > this.size) this.sweep();
    return true;
  }

  /** Whether the handle's event is still to come. */
  isPending(handle: number): boolean {
    const slot = handle % SLOT_LIMIT;
    if (!(slot < this.slotsUsed) || this.generation[slot]! * SLOT_LIMIT + slot !== handle) return false;
    return this.handler[slot] !== CANCELLED;
  }

  /** Time of the next live event; Infinity when there is none. */
  peekTime(): number {
    if (this.hole) this.closeHole();
    while (this.count > 0) {
      if (this.handler[this.heapSlot[1]!] !== CANCELLED) return this.heapTime[1]!;
      this.dead--;
      this.release(this.heapSlot[1]!);
      this.closeHole();
    }
    return Infinity;
  }

  /** Handler of the next live event, which `peekTime` must just have found. */
  peekHandler(): number {
    return this.handler[this.heapSlot[1]!]!;
  }

  /** Payload of the next live event, which `peekTime` must just have found. */
  peekPayload(): number {
    return this.payload[this.heapSlot[1]!]!;
  }

  /** Removes the event `peekTime` just found and leaves it in `takenHandler` and `takenPayload`. */
  take(): void {
    const slot = this.heapSlot[1]!;
    this.takenHandler = this.handler[slot]!;
    this.takenPayload = this.payload[slot]!;
    this.hole = true;
    this.release(slot);
    this.bumpGeneration(slot);
  }

  /** Cancels every pending event for which `drop(handler, payload)` holds; returns how many. */
  cancelWhere(drop: (handler: number, payload: number) => boolean): number {
    if (this.hole) this.closeHole();
    let dropped = 0;
    for (let index = 1; index <= this.count; index++) {
      const slot = this.heapSlot[index]!;
      if (this.handler[slot] === CANCELLED || !drop(this.handler[slot]!, this.payload[slot]!)) continue;
      this.handler[slot] = CANCELLED;
      this.bumpGeneration(slot);
      this.dead++;
      dropped++;
    }
    if (dropped > 0) this.sweep();
    return dropped;
  }

  snapshot(): CalendarSnapshot {
    if (this.hole) this.closeHole();
    return {
      sequence: this.sequence,
      freeHead: this.freeHead,
      dead: this.dead,
      heapTime: this.heapTime.slice(1, this.count + 1),
      heapSlot: this.heapSlot.slice(1, this.count + 1),
      order: this.order.slice(0, this.slotsUsed),
      handler: this.handler.slice(0, this.slotsUsed),
      payload: this.payload.slice(0, this.slotsUsed),
      generation: this.generation.slice(0, this.slotsUsed),
    };
  }

  /** Replaces the content by the snapshot's, copying it. */
  restore(from: CalendarSnapshot): void {
    const slots = Math.max(FIRST_CAPACITY, from.order.length);
    this.count = from.heapTime.length;
    this.heapTime = new Float64Array(Math.max(FIRST_CAPACITY, this.count) + 1);
    this.heapSlot = new Int32Array(this.heapTime.length);
    this.heapTime.set(from.heapTime, 1);
    this.heapSlot.set(from.heapSlot, 1);
    this.order = new Float64Array(slots);
    this.handler = new Int32Array(slots);
    this.payload = new Int32Array(slots);
    this.generation = new Int32Array(slots);
    this.order.set(from.order);
    this.handler.set(from.handler);
    this.payload.set(from.payload);
    this.generation.set(from.generation);
    this.slotsUsed = from.order.length;
    this.freeHead = from.freeHead;
    this.sequence = from.sequence;
    this.dead = from.dead;
    this.hole = false;
  }

  /** Moves an entry from the open position `index` towards the root until its parent goes first. */
  private rise(index: number, time: number, order: number, slot: number): void {
    const times = this.heapTime;
    const slots = this.heapSlot;
    while (index > 1) {
      const parent = index >> 1;
      const parentTime = times[parent]!;
      if (parentTime < time) break;
      const parentSlot = slots[parent]!;
      if (parentTime === time && this.order[parentSlot]! < order) break;
      times[index] = parentTime;
      slots[index] = parentSlot;
      index = parent;
    }
    times[index] = time;
    slots[index] = slot;
  }

  /** Bottom-up: opens the way down to a leaf along the earlier children, then lets the entry rise from there. */
  private sink(index: number, time: number, order: number, slot: number): void {
    const times = this.heapTime;
    const slots = this.heapSlot;
    const count = this.count;
    const top = index;
    let child = index << 1;
    while (child < count) {
      const left = times[child]!;
      const right = times[child + 1]!;
      if (right === left) {
        if (this.order[slots[child + 1]!]! < this.order[slots[child]!]!) child++;
      } else child += Number(right < left);
      times[index] = times[child]!;
      slots[index] = slots[child]!;
      index = child;
      child = index << 1;
    }
    if (child === count) {
      times[index] = times[child]!;
      slots[index] = slots[child]!;
      index = child;
    }
    while (index > top) {
      const parent = index >> 1;
      const parentTime = times[parent]!;
      if (parentTime < time) break;
      const parentSlot = slots[parent]!;
      if (parentTime === time && this.order[parentSlot]! < order) break;
      times[index] = parentTime;
      slots[index] = parentSlot;
      index = parent;
    }
    times[index] = time;
    slots[index] = slot;
  }

  /** Fills the open root with the last entry. */
  private closeHole(): void {
    this.hole = false;
    const last = this.count--;
    if (last === 1) return;
    const slot = this.heapSlot[last]!;
    this.sink(1, this.heapTime[last]!, this.order[slot]!, slot);
  }

  /** Drops all cancelled entries and rebuilds the heap; the order is total, so what comes out is unchanged. */
  private sweep(): void {
    if (this.hole) this.closeHole();
    const { heapTime, heapSlot, handler } = this;
    let kept = 0;
    for (let index = 1; index <= this.count; index++) {
      const slot = heapSlot[index]!;
      if (handler[slot] === CANCELLED) {
        this.release(slot);
        continue;
      }
      kept++;
      heapTime[kept] = heapTime[index]!;
      heapSlot[kept] = slot;
    }
    this.count = kept;
    this.dead = 0;
    for (let index = kept >> 1; index >= 1; index--) {
      const slot = heapSlot[index]!;
      this.sink(index, heapTime[index]!, this.order[slot]!, slot);
    }
  }

  private release(slot: number): void {
    this.handler[slot] = CANCELLED;
    this.payload[slot] = this.freeHead;
    this.freeHead = slot;
  }

  private bumpGeneration(slot: number): void {
    // Never 0, so that a handle is always positive.
    const next = this.generation[slot]! + 1;
    this.generation[slot] = next < GENERATION_LIMIT ? next : 1;
  }

  private newSlot(): number {
    const slot = this.slotsUsed;
    if (slot >= SLOT_LIMIT)
      throw new Error(`too many pending events: at most ${SLOT_LIMIT} fit the calendar`);
    if (slot === this.order.length) this.growSlots();
    this.slotsUsed++;
    this.generation[slot] = 1;
    return slot;
  }

  private growSlots(): void {
    const length = this.order.length * 2;
    this.order = copyInto(new Float64Array(length), this.order);
    this.handler = copyInto(new Int32Array(length), this.handler);
    this.payload = copyInto(new Int32Array(length), this.payload);
    this.generation = copyInto(new Int32Array(length), this.generation);
  }

  private growHeap(): void {
    const length = (this.heapTime.length - 1) * 2 + 1;
    this.heapTime = copyInto(new Float64Array(length), this.heapTime);
    this.heapSlot = copyInto(new Int32Array(length), this.heapSlot);
  }
}

function copyInto<A extends Float64Array | Int32Array>(to: A, from: A): A {
  to.set(from);
  return to;
}
