/** What the charts draw at present: the run on screen, the baseline under it, the place and the window. */
import type { AppState } from "../app.ts";
import type { Series } from "../charts/chart.ts";

export function seriesOf(state: AppState): Series {
  const { run, baseline, focus, from, to, difference, picks, ranges } = state;
  // The baked run knows the fleet as a whole only.
  const scope = run.scopes[state.scope] === undefined ? "all" : state.scope;
  return {
    view: run,
    scope,
    difference,
    picks,
    from,
    to,
    ...(baseline === undefined || baseline.scopes[scope] === undefined ? {} : { baseline }),
    ...(focus === undefined ? {} : { focus }),
    ...("view" in ranges && ranges.view !== undefined ? { ranges: ranges.view } : {}),
    ...("view" in state.study && state.study.view !== undefined && state.study.view.bands.length > 0
      ? {
          bands: state.study.view.bands,
          draws: { done: state.study.view.samples, wanted: state.study.wanted },
        }
      : {}),
  };
}
