/**
 * When chips that still work should make way for newer ones on the same megawatt: the challenger's extra work against
 * its capital, the retrofit of the hall and the work that is lost meanwhile. What the old chips cost is sunk, and what
 * both need alike (upkeep, and energy but while the MW stands still) cancels. USD per IT MW, years.
 * After any text on replacement analysis (defender, challenger, equivalent annual cost): W. G. Sullivan et al.,
 * Engineering Economy, ch. 9. Flows are continuous, so a year of 1 is worth r / ln(1 + r) of one paid at its end.
 */
import { exp, expm1, log1p } from "../engine/index.ts";

/** Something over time: `value[i]` from `from[i]` on; the first also holds before it, the last for good. */
export interface Steps {
  /** Years from the start of the run, rising. */
  readonly from: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

export interface Replacement {
  /** Useful work of a MW of the new chips over that of the old. */
  readonly gain: number;
  /** Chips on one IT MW, paid on the day the old ones stop. */
  readonly chipsUsd: number;
  /** Of the new chips, from their first day of work; Infinity: they work for good. */
  readonly lifeYears: number;
  /** Of the hall, paid on the same day; 0 where it takes both. */
  readonly retrofitUsd: number;
  /** From the old chips' last day to the new ones' first: retrofit and burn-in. */
  readonly outYears: number;
  /** What the old chips' work on one IT MW is worth, USD a year. */
  readonly work: Steps;
  /** Energy of one IT MW, USD a year: saved while it stands still. */
  readonly energy: Steps;
  readonly discountPerYear: number;
  /** The day the old chips stop, years from the start of the run. */
  readonly atYears: number;
}

/** Value on the day of the decision, USD per IT MW; the first five add up to the sixth. */
export interface ReplacementValue {
  /** (gain - 1) times the old chips' work over the new ones' life; negative where they do less. */
  readonly extraWorkUsd: number;
  readonly lostWorkUsd: number;
  readonly chipsUsd: number;
  readonly retrofitUsd: number;
  readonly savedEnergyUsd: number;
  readonly netUsd: number;
  /** Equal payments a year, from that day to the end of the new chips' life, that are worth the chips and the retrofit. */
  readonly capitalUsdPerYear: number;
  /** The gain at which the net is 0. */
  readonly breakEvenGain: number;
  /** What the old chips' work must be worth for the net to be 0, as a multiple of what it is; Infinity: no worth is enough. */
  readonly breakEvenWorth: number;
  /** Most that the chips and the retrofit may cost; negative: not even for nothing. */
  readonly mostChipsUsd: number;
  readonly mostRetrofitUsd: number;
}

/** @throws {RangeError} where a flow that never ends is not discounted */
export function replacementValue(input: Replacement): ReplacementValue {
  const { gain, chipsUsd, lifeYears, retrofitUsd, outYears, work, energy, discountPerYear, atYears } = input;
  const end = outYears + lifeYears;
  if (end === Infinity && !(discountPerYear > 0))
    throw new RangeError(
      `discountPerYear must be above 0 where the life is infinite (found ${discountPerYear})`,
    );
  const worth = (flow: Steps, from: number, until: number): number =>
    valueOf(flow, atYears, from, until, discountPerYear);
  const during = worth(work, outYears, end);
  const lostWorkUsd = worth(work, 0, outYears);
  const savedEnergyUsd = worth(energy, 0, outYears);
  const extraWorkUsd = (gain - 1) * during;
  const capital = chipsUsd + retrofitUsd;
  const netUsd = extraWorkUsd - lostWorkUsd - capital + savedEnergyUsd;
  const needed = capital - savedEnergyUsd;
  const each = extraWorkUsd - lostWorkUsd;
  return {
    extraWorkUsd,
    lostWorkUsd,
    chipsUsd,
    retrofitUsd,
    savedEnergyUsd,
    netUsd,
    capitalUsdPerYear: capital / annuity(0, end, discountPerYear),
    breakEvenGain: 1 + (needed + lostWorkUsd) / during,
    breakEvenWorth: needed <= 0 ? 0 : each > 0 ? needed / each : Infinity,
    mostChipsUsd: netUsd + chipsUsd,
    mostRetrofitUsd: netUsd + retrofitUsd,
  };
}

/** Value of a USD a year between two moments: the integral of (1 + r)^-t. */
export function annuity(from: number, until: number, discountPerYear: number): number {
  const force = log1p(discountPerYear);
  // Below it a century is worth a hundred years to 12 digits, and the quotient would have none left.
  if (force < 1e-14) return until - from;
  return (exp(-force * from) * -expm1(-force * (until - from))) / force;
}

/** Value at `at` of a flow between `from` and `until` years after it. */
function valueOf(flow: Steps, at: number, from: number, until: number, discountPerYear: number): number {
  let value = 0;
  for (let i = 0; i < flow.from.length; i++) {
    const begins = i === 0 ? from : Math.max(from, (flow.from[i] ?? 0) - at);
    const next = i + 1 < flow.from.length ? (flow.from[i + 1] ?? 0) - at : Infinity;
    const ends = Math.min(until, next);
    if (ends > begins) value += (flow.value[i] ?? 0) * annuity(begins, ends, discountPerYear);
  }
  return value;
}
