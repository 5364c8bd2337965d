/** Rows of actuals that the backtest could not use, which it passes over in silence. */
import { suggestion } from "../index.ts";
import type { Issue, Result, Scenario } from "../index.ts";

/** One note per series of the actuals that the result does not have, or has in another unit. */
export function actualsNotes(scenario: Scenario, result: Result): readonly Issue[] {
  const units = new Map(result.series.map(({ id, unit }) => [id, unit]));
  const given = new Map(scenario.actuals.map(({ series, unit }) => [series, unit]));
  return [...given].flatMap(([series, unit]): readonly Issue[] => {
    const own = units.get(series);
    if (own === undefined)
      return [
        {
          path: `actuals: ${series}`,
          message: `is not a series of the result${suggestion(series, units.keys())}`,
        },
      ];
    return own === unit
      ? []
      : [{ path: `actuals: ${series}`, message: `is in ${own}, and was compared as such`, found: unit }];
  });
}
