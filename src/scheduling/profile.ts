/* oxlint-disable typescript/no-non-null-assertion -- every index lies below `count` */
/** Free processors over time to come, as steps: free[k] from time[k] to time[k + 1], the last one without end. */
export class Profile {
  private times: Float64Array;
  private frees: Int32Array;
  private count = 1;

  constructor(procs: number, capacity = 64) {
    this.times = new Float64Array(capacity);
    this.frees = new Int32Array(capacity);
    this.times[0] = -Infinity;
    this.frees[0] = procs;
  }

  /** Forgets what lies before `now`. */
  advance(now: number): void {
    const first = this.stepAt(now);
    if (first === 0) return;
    this.times.copyWithin(0, first, this.count);
    this.frees.copyWithin(0, first, this.count);
    this.count -= first;
  }

  /**
   * Earliest time from `from` at which `procs` stay free for `seconds`. With `before`, a time at which the job has a
   * reservation already: undefined when it cannot start earlier than that; what it holds from then on does not bar it.
   */
  earliest(from: number, procs: number, seconds: number, before = Infinity): number | undefined {
    let start = from;
    for (let k = this.stepAt(from); k < this.count; k++) {
      if (start >= before) return undefined;
      if (this.frees[k]! < procs) {
        start = k + 1 < this.count ? this.times[k + 1]! : Infinity;
        continue;
      }
      const until = k + 1 < this.count ? this.times[k + 1]! : Infinity;
      if (until >= start + seconds || until >= before) return start;
    }
    return start;
  }

  /** Takes (or, where negative, gives back) `procs` from `start` to `end`. */
  take(start: number, end: number, procs: number): void {
    if (end <= start) return;
    const first = this.cut(start);
    const past = end === Infinity ? this.count : this.cut(end);
    for (let k = first; k < past; k++) this.frees[k]! -= procs;
    // Steps that have become one.
    this.join(past);
    this.join(first);
  }

  private stepAt(time: number): number {
    let [low, high] = [0, this.count];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.times[middle]! <= time) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Index of the step that begins at `time`, made if there is none. */
  private cut(time: number): number {
    const k = this.stepAt(time);
    if (this.times[k] === time) return k;
    if (this.count === this.times.length) this.grow();
    this.times.copyWithin(k + 2, k + 1, this.count);
    this.frees.copyWithin(k + 2, k + 1, this.count);
    this.times[k + 1] = time;
    this.frees[k + 1] = this.frees[k]!;
    this.count++;
    return k + 1;
  }

  private join(k: number): void {
    if (k < 1 || k >= this.count || this.frees[k] !== this.frees[k - 1]) return;
    this.times.copyWithin(k, k + 1, this.count);
    this.frees.copyWithin(k, k + 1, this.count);
    this.count--;
  }

  private grow(): void {
    const [times, frees] = [new Float64Array(2 * this.count), new Int32Array(2 * this.count)];
    times.set(this.times);
    frees.set(this.frees);
    [this.times, this.frees] = [times, frees];
  }
}
