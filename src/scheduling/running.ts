/* oxlint-disable typescript/no-non-null-assertion -- every rank lies below `count` */
/** Running jobs by estimated end, those alike in the order of their start. */
export class Running {
  count = 0;
  private ends = new Float64Array(64);
  private jobs = new Int32Array(64);

  job(rank: number): number {
    return this.jobs[rank]!;
  }

  end(rank: number): number {
    return this.ends[rank]!;
  }

  add(job: number, end: number): void {
    if (this.count === this.jobs.length) this.grow();
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ends[middle]! <= end) low = middle + 1;
      else high = middle;
    }
    this.ends.copyWithin(low + 1, low, this.count);
    this.jobs.copyWithin(low + 1, low, this.count);
    this.ends[low] = end;
    this.jobs[low] = job;
    this.count++;
  }

  /** `end` as it was added with. */
  remove(job: number, end: number): void {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.ends[middle]! < end) low = middle + 1;
      else high = middle;
    }
    while (this.jobs[low] !== job) low++;
    this.ends.copyWithin(low, low + 1, this.count);
    this.jobs.copyWithin(low, low + 1, this.count);
    this.count--;
  }

  private grow(): void {
    const [ends, jobs] = [new Float64Array(2 * this.count), new Int32Array(2 * this.count)];
    ends.set(this.ends);
    jobs.set(this.jobs);
    [this.ends, this.jobs] = [ends, jobs];
  }
}
