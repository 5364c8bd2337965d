/**
 * Simulated against what happened. Only dates after `knownUntil` count: what lies before was known when the
 * scenario was written. Beside each error stands that of saying "nothing changes from then on".
 */
import type { Model } from "../model/types.ts";
import type { BacktestRow, BacktestSeries, Series } from "./types.ts";

export function buildBacktest(
  model: Model,
  series: readonly Series[],
): { rows: BacktestRow[]; series: BacktestSeries[] } {
  const byId = new Map(series.map((s) => [s.id, s]));
  const at = (s: Series, seconds: number): number => s.mean[Math.floor(seconds / model.binSeconds)] ?? NaN;
  const rows = model.actuals.flatMap((actual): BacktestRow[] => {
    const found = byId.get(actual.series);
    const inside = actual.seconds > model.knownUntilSeconds && actual.seconds < model.horizonSeconds;
    if (found === undefined || !inside) return [];
    const simulated = at(found, actual.seconds);
    const carryForward = at(found, model.knownUntilSeconds);
    const error = (value: number): number =>
      actual.value === 0 ? NaN : (100 * (value - actual.value)) / actual.value;
    return [
      {
        series: actual.series,
        date: actual.date,
        unit: actual.unit,
        actual: actual.value,
        ...(actual.low === undefined ? {} : { low: actual.low }),
        ...(actual.high === undefined ? {} : { high: actual.high }),
        simulated,
        carryForward,
        errorPercent: error(simulated),
        carryForwardErrorPercent: error(carryForward),
      },
    ];
  });
  const ids = [...new Set(rows.map((row) => row.series))];
  const mean = (values: readonly number[]): number => {
    const known = values.filter((v) => Number.isFinite(v)).map((v) => Math.abs(v));
    return known.length === 0 ? NaN : known.reduce((sum, v) => sum + v, 0) / known.length;
  };
  return {
    rows,
    series: ids.map((id) => {
      const mine = rows.filter((row) => row.series === id);
      return {
        series: id,
        points: mine.length,
        mapePercent: mean(mine.map((row) => row.errorPercent)),
        carryForwardMapePercent: mean(mine.map((row) => row.carryForwardErrorPercent)),
      };
    }),
  };
}
