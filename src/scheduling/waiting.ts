/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's number */
/** Waiting jobs in the order of their numbers: insertion by order, removal in O(1). */

const NONE = -1;

export class Waiting {
  size = 0;
  private readonly nextOf: Int32Array;
  private readonly previousOf: Int32Array;
  private first = NONE;
  private last = NONE;

  constructor(jobs: number) {
    this.nextOf = new Int32Array(jobs).fill(NONE);
    this.previousOf = new Int32Array(jobs).fill(NONE);
  }

  /** The first job; -1 when none waits. */
  get head(): number {
    return this.first;
  }

  /** The job after this one; -1 after the last. */
  after(job: number): number {
    return this.nextOf[job]!;
  }

  /** New jobs come last; one that was preempted goes back to where its number is. */
  add(job: number): void {
    let before = this.last;
    while (before > job) before = this.previousOf[before]!;
    const next = before === NONE ? this.first : this.nextOf[before]!;
    this.previousOf[job] = before;
    this.nextOf[job] = next;
    if (before === NONE) this.first = job;
    else this.nextOf[before] = job;
    if (next === NONE) this.last = job;
    else this.previousOf[next] = job;
    this.size++;
  }

  remove(job: number): void {
    const before = this.previousOf[job]!;
    const next = this.nextOf[job]!;
    if (before === NONE) this.first = next;
    else this.nextOf[before] = next;
    if (next === NONE) this.last = before;
    else this.previousOf[next] = before;
    this.size--;
  }
}
