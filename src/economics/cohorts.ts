/**
 * What was bought together and ages together: cost, what of it is written off, and what is left. Whole cents. Straight line over life by
 * time; the oldest leave first, and what is left of them is then written off at once.
 */
interface Cohort {
  /** Seconds from the start at which it went into service; before the start for what stands. */
  readonly since: number;
  units: number;
  cost: number;
  written: number;
}

export class Cohorts {
  private readonly lifeSeconds: number;
  private readonly all: Cohort[] = [];
  /** Those before it have left. */
  private oldest = 0;

  constructor(lifeSeconds: number) {
    this.lifeSeconds = lifeSeconds;
  }

  /** In the order of their age, the oldest first. What lies before the start has aged by then. */
  add(since: number, units: number, cost: number): void {
    const written = Math.round(cost * this.share(Math.max(0, -since)));
    this.all.push({ since, units, cost, written });
  }

  /** Units leave, the oldest first; returns what was left of them. */
  retire(units: number): number {
    let lost = 0;
    let left = units;
    for (let c = this.oldest; c < this.all.length && left > 0; c++) {
      const cohort = this.all[c];
      if (cohort === undefined || cohort.units <= 0) continue;
      if (left >= cohort.units) {
        left -= cohort.units;
        lost += cohort.cost - cohort.written;
        cohort.units = 0;
        cohort.cost = 0;
        cohort.written = 0;
      } else {
        const cost = Math.round((cohort.cost * left) / cohort.units);
        const written = Math.min(cost, Math.round((cohort.written * left) / cohort.units));
        cohort.units -= left;
        cohort.cost -= cost;
        cohort.written -= written;
        lost += cost - written;
        left = 0;
      }
    }
    return lost;
  }

  /** Writes off up to a moment; returns what that took. */
  writeOff(until: number): number {
    let taken = 0;
    for (let c = this.oldest; c < this.all.length; c++) {
      const cohort = this.all[c];
      if (cohort === undefined) continue;
      if (cohort.written < cohort.cost) {
        const target = Math.round(cohort.cost * this.share(until - cohort.since));
        if (target > cohort.written) {
          taken += target - cohort.written;
          cohort.written = target;
        }
      }
      if (c === this.oldest && cohort.units <= 0) this.oldest++;
    }
    return taken;
  }

  /** What is left of all. */
  carrying(): number {
    let left = 0;
    for (const { cost, written } of this.all) left += cost - written;
    return left;
  }

  private share(age: number): number {
    return Math.min(1, Math.max(0, age / this.lifeSeconds));
  }
}

/** Seconds since which standing cohorts have been in service, the oldest first. */
export const oldestFirst = <Standing extends { readonly ageSeconds: number }>(
  standing: readonly Standing[],
): readonly Standing[] => standing.toSorted((a, b) => b.ageSeconds - a.ageSeconds);

export const sumOf = (cohorts: readonly Cohorts[]): number =>
  cohorts.reduce((sum, each) => sum + each.carrying(), 0);
