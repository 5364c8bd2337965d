/** Shares of delivered chips by what they do, at a moment. */
import { valueAt } from "./bins.ts";
import type { RunView } from "./run-view.ts";

/** Share of delivered chips in some states; undefined where the run has no such place. */
export function shareAt(
  view: RunView,
  scope: string,
  ids: readonly string[],
  time: number,
): number | undefined {
  const whole = valueAt(view, scope, "chips.delivered", time);
  if (whole === undefined) return undefined;
  const sum = ids.reduce((total, id) => total + (valueAt(view, scope, `state.${id}`, time) ?? 0), 0);
  return whole > 0 ? sum / whole : 0;
}

/** Share of delivered chips that train or serve. */
export function usefulAt(view: RunView, scope: string, time: number): number | undefined {
  const ids = view.states.filter(({ useful }) => useful).map(({ id }) => id);
  return shareAt(view, scope, ids, time);
}
