/** Demand that may wait for a chip, by cell: served oldest first, and given up when its time is over. Tokens. */
export class Waiting {
  private readonly hours: Int32Array;
  private readonly most: number;
  /** Tokens by (cell, age in whole hours). */
  private readonly queue: Float64Array;
  /** Sum over the ages, by cell. */
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
   * An hour has been routed: of what waited and of its own arrivals [tokens] so much is served.
   * @returns tokens given up: they have waited as long as they may
   */
  settle(cell: number, arrived: number, served: number): number {
    const hours = this.hours[cell] ?? 0;
    if (hours === 0 || (this.tokens[cell] === 0 && served >= arrived)) return 0;
    const { queue } = this;
    const base = cell * this.most;
    let left = served;
    let expired = 0;
    // Oldest first; what is left of an age grows older by an hour.
    for (let age = hours - 1; age >= 0; age--) {
      const waits = queue[base + age] ?? 0;
      const taken = Math.min(waits, left);
      left -= taken;
      if (age === hours - 1) expired = waits - taken;
      else queue[base + age + 1] = waits - taken;
    }
    queue[base] = Math.max(0, arrived - left);
    let sum = 0;
    for (let age = 0; age < hours; age++) sum += queue[base + age] ?? 0;
    this.tokens[cell] = sum;
    return expired;
  }

  snapshot(): Float64Array {
    return this.queue.slice();
  }

  restore(queue: Float64Array): void {
    this.queue.set(queue);
    for (let cell = 0; cell < this.tokens.length; cell++) {
      let sum = 0;
      for (let age = 0; age < (this.hours[cell] ?? 0); age++) sum += queue[cell * this.most + age] ?? 0;
      this.tokens[cell] = sum;
    }
  }
}
