/** One sentence on demand: is it met, until when, and how much goes unserved. */
import { isoDate } from "../engine/index.ts";
import { monthName, percent } from "./format.ts";
import type { Series, ServingBalance } from "./types.ts";

/** Demand counts as met in a month in which no more than this share of it goes unserved. */
const MET = 0.01;

interface Clock {
  readonly startEpochSeconds: number;
  readonly binSeconds: number;
}

interface Month {
  readonly name: string;
  readonly demand: number;
  readonly unserved: number;
}

/** `crossings`: when the past year's demand passed what could be served. */
export function demandFinding(
  series: readonly Series[],
  clock: Clock,
  crossings: ServingBalance["crossings"] = [],
): string {
  const months = monthsOf(series, clock).filter(({ demand }) => demand > 0);
  const last = months[months.length - 1];
  if (last === undefined) return "No demand";
  const share = ({ demand, unserved }: Month): number => unserved / demand;
  const unmet = months.filter((month) => share(month) > MET);
  if (unmet.length === 0) {
    const whole = months.reduce((sum, { demand }) => sum + demand, 0);
    const part = months.reduce((sum, { unserved }) => sum + unserved, 0) / whole;
    return part < 5e-4 ? "All demand is served" : `All demand is served but ${percent(part)}`;
  }
  const worst = unmet.reduce((most, month) => (share(month) > share(most) ? month : most));
  if (share(last) <= MET) {
    const many = unmet.length === 1 ? "1 month" : `${unmet.length} of ${months.length} months`;
    return `Demand is met by the end; it was not in ${many}, least in ${monthName(worst.name)} with ${percent(share(worst))} unserved`;
  }
  const end = `${percent(share(last))} goes unserved by the end`;
  const outgrown = crossings[crossings.length - 1];
  if (outgrown?.above === true)
    return `Demand outgrows what the fleet can serve by ${monthName(outgrown.date)}; ${end}`;
  const from = months.findLastIndex((month) => share(month) <= MET) + 1;
  const first = months[from];
  if (from === 0 || first === undefined) return `Demand is never met in full: ${end}`;
  // What was met and then no more reads best; gaps before that are counted.
  const gaps = unmet.length - (months.length - from);
  const but = gaps === 0 ? "" : ` but for ${gaps === 1 ? "1 month" : `${gaps} months`}`;
  return `Demand is met until ${monthName(first.name)}${but}, then ${end}`;
}

/** Tokens/s summed over the bins that begin in each month. */
function monthsOf(series: readonly Series[], clock: Clock): readonly Month[] {
  const mean = (id: string): Float64Array =>
    series.find((each) => each.id === id)?.mean ?? new Float64Array(0);
  const [demand, unserved] = [mean("demand.all"), mean("unserved.all")];
  const months = new Map<string, Month>();
  for (let bin = 0; bin < demand.length; bin++) {
    const name = isoDate(clock.startEpochSeconds + bin * clock.binSeconds).slice(0, 7);
    const before = months.get(name);
    months.set(name, {
      name,
      demand: (before?.demand ?? 0) + (demand[bin] ?? 0),
      unserved: (before?.unserved ?? 0) + (unserved[bin] ?? 0),
    });
  }
  return [...months.values()];
}
