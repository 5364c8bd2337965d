/**
 * The simjs requests that wait in the calendar, by index: the calendar's payload is an integer, a request is an object.
 */
import type { SimjsRequest } from "./simjs-types.ts";

const SWEEP_FLOOR = 1024;

/** Requests by small integer index; freed indices are used again. */
export class RequestTable {
  private readonly table: (SimjsRequest | undefined)[] = [];
  private readonly free: number[] = [];
  private sweepAt = SWEEP_FLOOR;

  /** Requests held, cancelled ones included. */
  get size(): number {
    return this.table.length - this.free.length;
  }

  add(request: SimjsRequest): number {
    const index = this.free.pop() ?? this.table.length;
    this.table[index] = request;
    return index;
  }

  /** Removes and returns a request. */
  take(index: number): SimjsRequest {
    const request = this.table[index];
    if (request === undefined) throw new Error(`no entity request at index ${index}`);
    this.table[index] = undefined;
    this.free.push(index);
    return request;
  }

  isCancelled(index: number): boolean {
    return this.table[index]?.cancelled === true;
  }

  cancelledCount(): number {
    let count = 0;
    for (const request of this.table) if (request?.cancelled === true) count++;
    return count;
  }

  /** Whether enough were added since the last sweep that looking for cancelled ones costs O(1) each. */
  isDueForSweep(): boolean {
    return this.size >= this.sweepAt;
  }

  noteSweep(): void {
    this.sweepAt = Math.max(SWEEP_FLOOR, 2 * this.size);
  }

  clear(): void {
    this.table.length = 0;
    this.free.length = 0;
    this.sweepAt = SWEEP_FLOOR;
  }
}
