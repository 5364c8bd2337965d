/** Helpers that several charts share: readouts with their difference, actuals, tables of bins. */
import type { BacktestRow } from "../api.ts";
import { formatDelta, formatIso, formatValue } from "../format.ts";
import { binAt, columnOf, edgeOf, valueAt } from "../view/bins.ts";
import type { RunView } from "../view/run-view.ts";
import type { Series, Table } from "./chart.ts";

/** Value of a column at a moment and its difference to the baseline, as text. */
export function readout(
  series: Series,
  key: string,
  time: number,
  unit: string,
): { readonly value: string; readonly delta?: string } {
  const now = valueAt(series.view, series.scope, key, time);
  if (now === undefined) return { value: "–" };
  const before =
    series.baseline === undefined ? undefined : valueAt(series.baseline, series.scope, key, time);
  return withDelta(now, before, unit);
}

export function withDelta(
  now: number,
  before: number | undefined,
  unit: string,
): { readonly value: string; readonly delta?: string } {
  if (Number.isNaN(now)) return { value: "–" };
  const value = formatValue(now, unit);
  // Below a thousandth of the value a difference is noise, not news; of a date, below half a month.
  const least = unit === "date" ? 1 / 24 : 1e-3 * Math.max(Math.abs(now), Math.abs(before ?? 0));
  const same = before === undefined || Number.isNaN(before) || Math.abs(now - before) <= least;
  return same ? { value } : { value, delta: formatDelta(now - before, unit, now) };
}

/** How far what is served may be off, where nobody has measured the rates of these chips. */
export const ratesRemark = ({ servingRates: rates }: RunView): readonly string[] =>
  rates?.predicted === true
    ? [
        `Serving rates of ${rates.chips.length > 2 ? `${rates.chips.length} generations` : rates.chips.join(" and ")} are a prediction, ±${Math.round(100 * rates.band)} %: nothing was measured at large batch.`,
      ]
    : [];

export interface ActualPoint {
  readonly time: number;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/**
 * What was observed of a series at the scope shown. For the whole fleet the sites are added up, each at
 * its latest observation; sites that were never observed are not part of the sum.
 */
export function actualsOf(series: Series, prefix: string): readonly ActualPoint[] {
  const rows = series.view.backtest.rows.filter((row) => row.series.startsWith(`${prefix}.`));
  const points = rows
    .map((row) => {
      const site = row.series.slice(prefix.length + 1);
      return { ...inUnits(series.view, prefix, site, row), site, time: Date.parse(row.date) };
    })
    .sort((one, other) => one.time - other.time);
  if (series.scope !== "all") {
    return points
      .filter((point) => point.site === series.scope)
      .map(({ time, actual, low, high }) => ({
        time,
        value: actual,
        ...(low === undefined || high === undefined ? {} : { low, high }),
      }));
  }
  const latest = new Map<string, number>();
  for (const point of points) if (!latest.has(point.site)) latest.set(point.site, point.carryForward);
  const unobserved = series.view.sites.some(
    (site) => !latest.has(site.id) && (valueAt(series.view, site.id, prefix, series.view.end) ?? 0) > 0,
  );
  if (unobserved) return [];
  const sums: ActualPoint[] = [];
  for (const { site, time, actual } of points) {
    latest.set(site, actual);
    const value = [...latest.values()].reduce((sum, each) => sum + each, 0);
    if (sums.at(-1)?.time === time) sums.pop();
    sums.push({ time, value });
  }
  return sums;
}

/** Buildings are observed in IT MW of all tenants, and drawn in facility MW of our share. */
function inUnits(view: RunView, prefix: string, site: string, row: BacktestRow): BacktestRow {
  const found = view.sites.find(({ id }) => id === site);
  if (prefix !== "power.building" || found === undefined) return row;
  const { buildingFactor } = found;
  const { low, high } = row;
  return {
    ...row,
    actual: row.actual * buildingFactor,
    carryForward: row.carryForward * buildingFactor,
    ...(low === undefined ? {} : { low: low * buildingFactor }),
    ...(high === undefined ? {} : { high: high * buildingFactor }),
  };
}

/** A table with one row for each bin of the window shown. */
export function binTable(
  series: Series,
  columns: readonly { readonly name: string; readonly key: string }[],
): Table {
  const { view, scope } = series;
  const data = columns.map(({ key }) => columnOf(view, scope, key));
  const rows: (string | number)[][] = [];
  for (let bin = binAt(view, series.from); bin <= binAt(view, series.to - 1); bin++) {
    rows.push([formatIso(edgeOf(view, bin)), ...data.map((column) => column[bin] ?? Number.NaN)]);
  }
  return { columns: ["start", ...columns.map(({ name }) => name)], rows };
}
