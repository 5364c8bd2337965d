/**
 * A set of small indices that knows its lowest and its highest: to walk one that is empty or narrow costs no scan.
 * Walk it upwards by `for (let i = marks.low; i <= marks.high; i++) if (marks.has(i))`; what is added above `i` on the
 * way is still met.
 */
/** Above every index, and a small integer: Infinity would make the field a double. */
const NONE = 0x3fffffff;

export class Marks {
  /** Nothing below or above these is marked; `low` above `high`: nothing is. */
  low = NONE;
  high = -1;
  private readonly flags: Uint8Array;

  /** `size` is one more than the largest index. */
  constructor(size: number) {
    this.flags = new Uint8Array(size);
  }

  /** Whether any index is marked. */
  get any(): boolean {
    return this.low <= this.high;
  }

  has(index: number): boolean {
    return this.flags[index] === 1;
  }

  add(index: number): void {
    this.flags[index] = 1;
    if (index < this.low) this.low = index;
    if (index > this.high) this.high = index;
  }

  clear(): void {
    for (let index = this.low; index <= this.high; index++) this.flags[index] = 0;
    this.low = NONE;
    this.high = -1;
  }
}
