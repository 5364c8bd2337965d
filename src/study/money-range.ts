/** How sure the answers about money are, and which number moves them most: plain data for tables and bars. */
import type { Origin } from "../scenario/quantity.ts";

/** A figure over draws. Of a date: seconds from the start, Infinity where it lies beyond the run. */
export interface MoneyRange {
  readonly draws: number;
  /** Least and greatest that was drawn. */
  readonly low: number;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
  readonly high: number;
  /** Share of the draws in which it is Infinity: not within the run. */
  readonly beyond: number;
}

export interface MoneyFigure {
  /** "exhausted", "spend", "shortfall", or a unit cost as "customer/trainium2/usdPerMtok". */
  readonly id: string;
  readonly label: string;
  /** "date" (seconds from the start), "USD", "USD/Mtok", "USD/EFLOP-day", "USD/GW-year", "USD/chip-h". */
  readonly unit: string;
  /** With the inputs as written. */
  readonly value: number;
  /** Significant figures its inputs allow. */
  readonly figures: number;
  readonly confidence: Origin;
  /** Inputs of money drawn alone, on what the run did; absent until the first draws are in. */
  readonly money?: MoneyRange;
  /**
   * All inputs drawn, with the chips each draw installs. Absent where the figure also needs what those chips would have
   * done (tokens, FLOP, hours of use), which takes a full run for each draw.
   */
  readonly all?: MoneyRange;
}

/** One number, or the numbers of one lever together, at its low and at its high; all others as written. */
export interface MoneySwing {
  /** Path of the number, or "lever.ID". */
  readonly id: string;
  readonly label: string;
  readonly paths: readonly string[];
  readonly unit: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Worst of its numbers. */
  readonly confidence: Origin;
  /** What it changes: which chips are in and when, or what is paid for them. */
  readonly changes: "chips" | "prices";
  /** Figures at its low and at its high, by id; left out where a full run would be needed. */
  readonly at: Readonly<Record<string, readonly [number, number]>>;
}

export interface MoneyRanges {
  readonly startEpochSeconds: number;
  readonly horizonSeconds: number;
  /** Tasks done so far, and all of them. */
  readonly done: number;
  readonly total: number;
  /** The first is the one that bars are sorted by: the date of exhaustion, or the spend where nothing is committed. */
  readonly figures: readonly MoneyFigure[];
  /** Largest swing of the first figure first. */
  readonly swings: readonly MoneySwing[];
  /**
   * Numbers with a range that are in no bar. sameModel: which chips there are and their prices stay what they are at both
   * ends; sameFigures: they change and no figure does; unseen: the first figure needs what chips do, so it takes full runs.
   */
  readonly still: { readonly sameModel: number; readonly sameFigures: number; readonly unseen: number };
  /** "Of what is assumed, the mean slip of sites moves it most: Jun 2029 to Feb 2031." Absent until one is known. */
  readonly sentence?: string;
  /** What was drawn and what was not. */
  readonly notes: readonly string[];
}

/** Length of a bar: how far a figure moves between the ends; a date beyond the run counts as its end. */
export function swingOf(
  { at }: MoneySwing,
  figure: string,
  { horizonSeconds }: Pick<MoneyRanges, "horizonSeconds">,
): number {
  const ends = at[figure];
  if (ends === undefined) return 0;
  const [a, b] = ends.map((value) => (value === Infinity ? horizonSeconds : value));
  return Math.abs((b ?? NaN) - (a ?? NaN));
}
