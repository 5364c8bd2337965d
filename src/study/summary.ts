/** What a study says of each headline figure: how far inputs spread it, and how far chance does. */
import type { Outcome } from "./outcome.ts";
import type { StudyOutcomes } from "./outcomes.ts";
import { quantilesOf, varianceOf } from "./quantiles.ts";
import type { Quantiles } from "./quantiles.ts";

export interface HeadlineSpread {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  /** Rests mostly on assumed inputs. */
  readonly illustrative: boolean;
  /** Significant figures to show, where that is fewer than usual. */
  readonly figures?: number;
  /** With the inputs as written. */
  readonly base: number;
  /** Over the samples of inputs, all with one draw of events. */
  readonly inputs: Quantiles & { readonly deviation: number; readonly count: number };
  /** Over draws of events (the base run is one of them), all with the inputs as written. */
  readonly chance: Quantiles & { readonly deviation: number; readonly count: number };
  /**
   * Part of the variance that is the inputs', 0 to 1. By the law of total variance the whole is the variance between
   * inputs plus the mean variance of chance; here chance is measured at the inputs as written only, and the variance
   * between samples holds what chance the one draw of events deals to each. So it is approximate. Undefined with fewer
   * than three draws of either, or where nothing varies.
   */
  readonly inputShare: number | undefined;
}

/** A standard deviation from fewer draws says nothing. */
const LEAST_DRAWS = 3;

/** One row per headline of the base run, in its order. */
export function headlineSpreads({ base, samples, replications }: StudyOutcomes): readonly HeadlineSpread[] {
  if (base === undefined) return [];
  return base.headlines.map(({ id, label, unit, value, illustrative, figures }): HeadlineSpread => {
    const inputs = spread(samples, id, unit);
    const chance = spread([base, ...replications], id, unit);
    const whole = inputs.variance + chance.variance;
    const enough = inputs.count >= LEAST_DRAWS && chance.count >= LEAST_DRAWS;
    return {
      id,
      label,
      // Of how many differs from sample to sample: it is no unit of the row.
      unit: unit.startsWith("of ") ? "" : unit,
      illustrative,
      ...(figures === undefined ? {} : { figures }),
      base: value,
      inputs: inputs.said,
      chance: chance.said,
      inputShare: enough && whole > 0 ? inputs.variance / whole : undefined,
    };
  });
}

/** A date that a run does not reach is Infinity: later than all it knows. Its deviation is that of the dates there are. */
function spread(
  outcomes: readonly Outcome[],
  id: string,
  unit: string,
): { said: HeadlineSpread["inputs"]; variance: number; count: number } {
  const values = outcomes.flatMap(
    ({ headlines }) =>
      headlines.find((headline) => headline.id === id)?.value ?? (unit === "date" ? Infinity : []),
  );
  const variance = varianceOf(values.filter((value) => value < Infinity));
  const count = values.length;
  return { said: { ...quantilesOf(values), deviation: Math.sqrt(variance), count }, variance, count };
}
