/* oxlint-disable typescript/no-non-null-assertion -- every slot comes from the calendar's own structures */
/**
 * The event calendar: pending events in the order of (time, event class, sequence), stable on ties.
 *
 * The next events are in a heap; when that grows large, later ones wait outside it (`far-events.ts`). Cancelling
 * marks the slot; marked slots are swept when they outnumber the live ones.
 */
import { EventHeap } from "./event-heap.ts";
import { CANCELLED, EventSlots } from "./event-slots.ts";
import type { SlotArrays } from "./event-slots.ts";
import { FarEvents } from "./far-events.ts";

/** One event class is 2^45 sequence numbers wide, so that class and sequence compare as one exact double. */
const CLASS_STEP = 35_184_372_088_832;
/** Event classes run from 0 to 255; the lower class goes first at one instant. */
export const MAX_EVENT_CLASS = 255;

/** A heap larger than this sends its later events to wait outside: it is where one falls out of the first cache. */
const SPILL_FLOOR = 192;
/** Below this many cancelled events a sweep costs more than it frees. */
const SWEEP_FLOOR = 64;

/** A plain, structured-cloneable image of a calendar, by slot. Handles given out before it stay valid after `restore`. */
export interface CalendarSnapshot extends SlotArrays {
  readonly sequence: number;
}

/** Pending events by (time, class, sequence). Does not validate times: the engine does, once, at its door. */
export class Calendar {
  /** Handler of the event `take` removed last. */
  takenHandler = CANCELLED;
  /** Payload of the event `take` removed last. */
  takenPayload = 0;

  private readonly slots = new EventSlots();
  private readonly near = new EventHeap(this.slots);
  private readonly far = new FarEvents(this.slots);
  private sequence = 0;
  private live = 0;
  /** Cancelled events that still lie in a structure. */
  private dead = 0;
  private readonly spillFloor: number;
  /** Heap size at which to spill next. */
  private spillAt: number;

  /** `spillFloor` is for tests: a small one exercises the far events with few. */
  constructor(spillFloor = SPILL_FLOOR) {
    this.spillFloor = spillFloor;
    this.spillAt = spillFloor;
  }

  /** Events pending, cancelled ones not counted. */
  get size(): number {
    return this.live;
  }

  /**
   * Plants an event and returns its handle, a positive integer (0 is never a handle).
   * `time` is at least 0, `eventClass` an integer 0 to 255, `handler` an int32 other than -1, `payload` an int32.
   */
  schedule(time: number, eventClass: number, handler: number, payload: number): number {
    const { slots, near, far } = this;
    const slot = slots.claim();
    slots.time[slot] = time;
    slots.order[slot] = eventClass * CLASS_STEP + this.sequence++;
    slots.handler[slot] = handler;
    slots.payload[slot] = payload;
    this.live++;
    if (!far.active || !far.accept(slot)) {
      near.add(slot);
      if (near.count > this.spillAt) this.spill();
    }
    return slots.handleOf(slot);
  }

  /** Cancels a pending event; false when it has fired, was cancelled, or the handle is none of ours. */
  cancel(handle: number): boolean {
    const slot = this.slots.slotOf(handle);
    if (slot < 0) return false;
    this.mark(slot);
    if (this.dead > SWEEP_FLOOR && this.dead > this.live) this.spill();
    return true;
  }

  /** Whether the handle's event is still to come. */
  isPending(handle: number): boolean {
    return this.slots.slotOf(handle) >= 0;
  }

  /** Time of the next live event; Infinity when there is none. */
  peekTime(): number {
    const { near, slots } = this;
    if (near.hole) near.closeHole();
    for (;;) {
      while (near.count > 0) {
        const slot = near.rootSlot();
        if (slots.handler[slot] !== CANCELLED) return near.rootTime();
        this.drop(slot);
        near.closeHole();
      }
      if (!this.far.active) return Infinity;
      if (!this.pourBucket()) this.regroup();
    }
  }

  /** Handler of the next live event, which `peekTime` must just have found. */
  peekHandler(): number {
    return this.slots.handler[this.near.rootSlot()]!;
  }

  /** Payload of the next live event, which `peekTime` must just have found. */
  peekPayload(): number {
    return this.slots.payload[this.near.rootSlot()]!;
  }

  /** Removes the event `peekTime` just found and leaves it in `takenHandler` and `takenPayload`. */
  take(): void {
    const { near, slots } = this;
    const slot = near.rootSlot();
    this.takenHandler = slots.handler[slot]!;
    this.takenPayload = slots.payload[slot]!;
    near.hole = true;
    this.live--;
    slots.release(slot);
    slots.outdate(slot);
  }

  /** Cancels every pending event for which `unwanted(handler, payload)` holds; returns how many. */
  cancelWhere(unwanted: (handler: number, payload: number) => boolean): number {
    const { slots } = this;
    const before = this.live;
    for (let slot = 0; slot < slots.used; slot++) {
      const handler = slots.handler[slot]!;
      if (handler !== CANCELLED && unwanted(handler, slots.payload[slot]!)) this.mark(slot);
    }
    if (this.live < before) this.spill();
    return before - this.live;
  }

  snapshot(): CalendarSnapshot {
    const { slots } = this;
    return {
      sequence: this.sequence,
      time: slots.time.slice(0, slots.used),
      order: slots.order.slice(0, slots.used),
      handler: slots.handler.slice(0, slots.used),
      payload: slots.payload.slice(0, slots.used),
      generation: slots.generation.slice(0, slots.used),
    };
  }

  /** Replaces the content by the snapshot's, copying it. */
  restore(from: CalendarSnapshot): void {
    this.collect();
    while (this.far.takeLater() >= 0);
    this.slots.restore(from);
    this.sequence = from.sequence;
    this.live = 0;
    this.dead = 0;
    for (let slot = 0; slot < this.slots.used; slot++) {
      if (this.slots.handler[slot] === CANCELLED) continue;
      this.live++;
      this.far.addLater(slot);
    }
    this.regroup();
  }

  /** Takes everything out of heap and buckets, drops what was cancelled, and groups the rest anew. */
  private spill(): void {
    this.collect();
    this.regroup();
  }

  /** Moves all events into the unsorted list; the heap and the buckets are then empty. */
  private collect(): void {
    const { near, far } = this;
    if (near.hole) near.closeHole();
    // Buckets first: pouring them fills the heap, whatever their order.
    this.spillAt = Infinity;
    if (far.active) {
      while (this.pourBucket());
      this.pourLater();
    }
    for (let entry = 1; entry <= near.count; entry++) {
      const slot = near.slotOfEntry(entry);
      if (this.slots.handler[slot] === CANCELLED) this.drop(slot);
      else far.addLater(slot);
    }
    near.count = 0;
  }

  /** Deals the list's earlier half into buckets, or all of it into the heap; heap and buckets must be empty. */
  private regroup(): void {
    const { near, far } = this;
    if (far.regroup()) {
      // At least a quarter of all events must come in before it is worth looking at all of them again.
      this.spillAt = Math.max(this.spillFloor, this.live >> 2);
    } else {
      this.pourLater();
      this.spillAt = Math.max(this.spillFloor, 2 * near.count);
    }
  }

  /** Moves the next bucket that holds events into the heap; false when there is none. */
  private pourBucket(): boolean {
    let slot = this.far.takeBucket();
    if (slot < 0) return false;
    while (slot >= 0) {
      // Read before the slot is given away.
      const next = this.slots.next[slot]!;
      this.addNear(slot);
      slot = next;
    }
    return true;
  }

  /** Moves the unsorted list into the heap. */
  private pourLater(): void {
    for (let slot = this.far.takeLater(); slot >= 0; slot = this.far.takeLater()) this.addNear(slot);
  }

  private addNear(slot: number): void {
    if (this.slots.handler[slot] === CANCELLED) this.drop(slot);
    else this.near.add(slot);
  }

  private mark(slot: number): void {
    this.slots.handler[slot] = CANCELLED;
    this.slots.outdate(slot);
    this.live--;
    this.dead++;
  }

  private drop(slot: number): void {
    this.dead--;
    this.slots.release(slot);
  }
}
