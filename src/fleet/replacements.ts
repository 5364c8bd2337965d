/** Hosts that fail too often within a window are not repaired once more: new ones take their place. */
import type { ReplaceModel } from "../model/reliability.ts";

/** Times of the failures that still count, by pool and number in it. */
export type ReplacementsSnapshot = Map<number, number[]>[];

export class Replacements {
  private readonly rule: ReplaceModel;
  private past: Map<number, number[]>[];

  constructor(rule: ReplaceModel, pools: number) {
    this.rule = rule;
    this.past = Array.from({ length: pools }, () => new Map<number, number[]>());
  }

  /** Takes a failure down; true where it is the one too many, and the place's next host begins without a past. */
  isDue(pool: number, unit: number, now: number): boolean {
    const { failures, windowSeconds } = this.rule;
    const past = this.past[pool];
    if (past === undefined) return false;
    const recent = (past.get(unit) ?? []).filter((time) => now - time <= windowSeconds);
    recent.push(now);
    if (recent.length >= failures) past.delete(unit);
    else past.set(unit, recent);
    return recent.length >= failures;
  }

  snapshot(): ReplacementsSnapshot {
    return structuredClone(this.past);
  }

  restore(from: ReplacementsSnapshot): void {
    this.past = structuredClone(from);
  }
}
