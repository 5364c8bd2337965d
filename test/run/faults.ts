// Collects what is wrong, with where: a check names every fault and the caller decides how many to show.
export class Faults {
  readonly list: string[] = [];

  add(what: string): void {
    if (this.list.length < 50) this.list.push(what);
  }

  /** Two counts of one thing; `least` is the size below which only the absolute difference counts. */
  same(what: string, found: number, expected: number, relative = 1e-9, least = 1): void {
    const size = Math.max(Math.abs(found), Math.abs(expected), least);
    // Written so that NaN is a fault.
    if (!(Math.abs(found - expected) <= relative * size)) this.add(`${what}: ${found}, expected ${expected}`);
  }

  atMost(what: string, found: number, limit: number, relative = 1e-9): void {
    if (!(found <= limit + relative * Math.max(1, Math.abs(limit))))
      this.add(`${what}: ${found} is above ${limit}`);
  }
}
