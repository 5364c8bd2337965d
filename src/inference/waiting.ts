/* oxlint-disable typescript/no-non-null-assertion -- every index lies within what the constructor laid out */
/** Demand that may wait for a chip, by cell: served oldest first, and given up when its time is over. Tokens. */
export class Waiting {
  private readonly hours: Int32Array;
  private readonly most: number;
  /** Tokens by (cell, hour of arrival modulo the hours it may wait). */
  private readonly queue: Float64Array;
  /** Sum over the hours, by cell. */
  readonly tokens: Float64Array;

  /** @param hours whole hours a cell's demand may wait; 0: not at all */
  constructor(hours: Int32Array) {
    this.hours = hours;
    this.most = Math.max(0, ...hours);
    this.queue = new Float64Array(hours.length * this.most);
    this.tokens = new Float64Array(hours.length);
  }

  mayWait(cell: number): boolean {
    return (this.hours[cell] ?? 0) > 0;
  }

  /**
   * Hour number `hour` has been routed: of what waited and of its own arrivals [tokens] so much is served.
   * @returns tokens given up: they have waited as long as they may
   */
  settle(cell: number, hour: number, arrived: number, served: number): number {
    const span = this.hours[cell]!;
    if (this.tokens[cell] === 0 && served >= arrived) return 0;
    const { queue } = this;
    const base = cell * this.most;
    const oldest = hour % span;
    let left = served;
    let sum = 0;
    let expired = 0;
    for (let k = 0; k < span; k++) {
      const at = base + (oldest + k < span ? oldest + k : oldest + k - span);
      const waits = queue[at]!;
      const taken = waits < left ? waits : left;
      left -= taken;
      if (k === 0) expired = waits - taken;
      else {
        queue[at] = waits - taken;
        sum += waits - taken;
      }
    }
    // What came in this hour takes the place of what has waited longest.
    queue[base + oldest] = Math.max(0, arrived - left);
    this.tokens[cell] = sum + queue[base + oldest]!;
    return expired;
  }

  snapshot(): Float64Array {
    return this.queue.slice();
  }

  /** @param hour number of the hour routed last */
  restore(queue: Float64Array, hour: number): void {
    this.queue.set(queue);
    for (let cell = 0; cell < this.tokens.length; cell++) {
      const span = this.hours[cell] ?? 0;
      let sum = 0;
      // In the order `settle` adds: the same bytes.
      for (let k = 1; k <= span; k++) sum += this.queue[cell * this.most + ((hour + k) % span)] ?? 0;
      this.tokens[cell] = sum;
    }
  }
}
