/* oxlint-disable typescript/no-non-null-assertion -- every slot is below `used` by construction */
/** What pending events consist of, by slot: the calendar's structures hold slot numbers, the facts are here. */

/** Slots addressable by a handle: 2^23 pending events. */
const SLOT_LIMIT = 8_388_608;
/** Generations before a slot's handles repeat: 2^30. */
const GENERATION_LIMIT = 1_073_741_824;
const FIRST_CAPACITY = 64;

/** The handler of a slot whose event was cancelled, or that is free. */
export const CANCELLED = -1;

/** What a table is restored from, by slot. */
export interface SlotArrays {
  readonly time: Float64Array;
  readonly order: Float64Array;
  readonly handler: Int32Array;
  readonly payload: Int32Array;
  readonly generation: Int32Array;
}

/** Parallel arrays by slot, and the list of free slots. */
export class EventSlots {
  /** When the event is due [s]. */
  time = new Float64Array(FIRST_CAPACITY);
  /** Event class and sequence as one exact double: what decides at one instant. */
  order = new Float64Array(FIRST_CAPACITY);
  handler = new Int32Array(FIRST_CAPACITY);
  /** The payload; of a free slot, the next free slot. */
  payload = new Int32Array(FIRST_CAPACITY);
  /** Counts the events a slot has held, so that a handle outlives its event harmlessly. */
  generation = new Int32Array(FIRST_CAPACITY);
  /** The next event in the same bucket. */
  next = new Int32Array(FIRST_CAPACITY);
  /** Slots ever used; those beyond are untouched. */
  used = 0;
  private freeHead = -1;

  /** Takes a free slot; its fields are the caller's to fill. */
  claim(): number {
    const slot = this.freeHead;
    if (slot < 0) return this.extend();
    this.freeHead = this.payload[slot]!;
    return slot;
  }

  /** Gives a slot back whose event is in no structure any more. */
  release(slot: number): void {
    this.handler[slot] = CANCELLED;
    this.payload[slot] = this.freeHead;
    this.freeHead = slot;
  }

  /** Makes all handles of the slot's event so far dead. */
  outdate(slot: number): void {
    const next = this.generation[slot]! + 1;
    // Never 0, so that a handle is always positive.
    this.generation[slot] = next < GENERATION_LIMIT ? next : 1;
  }

  /** The handle of the slot's event: a positive integer below 2^53. */
  handleOf(slot: number): number {
    return this.generation[slot]! * SLOT_LIMIT + slot;
  }

  /** The slot of a pending event's handle; -1 when the event fired, was cancelled, or the handle is none of ours. */
  slotOf(handle: number): number {
    const slot = handle % SLOT_LIMIT;
    // A slot that was given up since carries a later generation.
    if (!(slot < this.used) || this.handleOf(slot) !== handle || this.handler[slot] === CANCELLED) return -1;
    return slot;
  }

  /** Empties the table and fills it from copies of its arrays. */
  restore(from: SlotArrays): void {
    const used = from.time.length;
    const capacity = Math.max(FIRST_CAPACITY, used);
    this.time = copied(new Float64Array(capacity), from.time);
    this.order = copied(new Float64Array(capacity), from.order);
    this.handler = copied(new Int32Array(capacity), from.handler);
    this.payload = copied(new Int32Array(capacity), from.payload);
    this.generation = copied(new Int32Array(capacity), from.generation);
    this.next = new Int32Array(capacity);
    this.used = used;
    this.freeHead = -1;
    for (let slot = used - 1; slot >= 0; slot--) if (this.handler[slot] === CANCELLED) this.release(slot);
  }

  private extend(): number {
    const slot = this.used;
    if (slot >= SLOT_LIMIT)
      throw new Error(`too many pending events: at most ${SLOT_LIMIT} fit the calendar`);
    if (slot === this.time.length) this.grow(2 * slot);
    this.used++;
    this.generation[slot] = 1;
    return slot;
  }

  private grow(capacity: number): void {
    this.time = copied(new Float64Array(capacity), this.time);
    this.order = copied(new Float64Array(capacity), this.order);
    this.handler = copied(new Int32Array(capacity), this.handler);
    this.payload = copied(new Int32Array(capacity), this.payload);
    this.generation = copied(new Int32Array(capacity), this.generation);
    this.next = copied(new Int32Array(capacity), this.next);
  }
}

/** Copies an array into a longer one, which is returned. */
export function copied<A extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(
  to: A,
  from: ArrayLike<number>,
): A {
  to.set(from);
  return to;
}
