/** Records under small numbers that events can carry; a number is given out again once its record is dropped. */
export class Slots<T> {
  private items: (T | undefined)[] = [];
  private free: number[] = [];

  add(item: T): number {
    const slot = this.free.pop() ?? this.items.length;
    this.items[slot] = item;
    return slot;
  }

  get(slot: number): T {
    const item = this.items[slot];
    if (item === undefined) throw new Error(`record ${slot} does not exist`);
    return item;
  }

  drop(slot: number): void {
    this.items[slot] = undefined;
    this.free.push(slot);
  }

  snapshot(): SlotsSnapshot<T> {
    return structuredClone({ items: this.items, free: this.free });
  }

  restore(from: SlotsSnapshot<T>): void {
    const copy = structuredClone(from);
    this.items = copy.items;
    this.free = copy.free;
  }
}

export interface SlotsSnapshot<T> {
  readonly items: (T | undefined)[];
  readonly free: number[];
}
