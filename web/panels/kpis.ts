/** The strip of headline numbers, each with its difference to the baseline: first the few that answer most questions. */
import type { App, AppState } from "../app.ts";
import { button, element } from "../dom.ts";
import { formatFigures } from "../format.ts";
import { withDelta } from "../charts/rows.ts";
import type { RunView } from "../view/run-view.ts";

/** Shown first, in this order, as far as the run has them; others follow in the run's own order until the strip is full. */
const leading = [
  "commitment-spent",
  "spend",
  "gw-years",
  "usd-per-mtok",
  "peak-drawn",
  "chips",
  "useful",
  "unserved",
  "deadlines-missed",
  "tokens",
];
const shownAtFirst = 10;

function inOrder(headlines: RunView["headlines"]): RunView["headlines"] {
  const rank = (id: string): number => (leading.includes(id) ? leading.indexOf(id) : leading.length);
  return headlines.toSorted((a, b) => rank(a.id) - rank(b.id));
}

export function kpiStrip(app: App): HTMLElement {
  const list = element("dl", { class: "kpis", id: "kpis", tabindex: "0", "aria-label": "Headline numbers" });
  let all = false;
  const more = button(
    "",
    () => {
      all = !all;
      fold(app.store.get());
    },
    { class: "more-kpis inline", "aria-controls": "kpis" },
  );
  const fold = ({ run }: AppState): void => {
    [...list.children].forEach((each, i) => each.toggleAttribute("hidden", !all && i >= shownAtFirst));
    const count = run.headlines.length;
    more.hidden = count <= shownAtFirst;
    more.setAttribute("aria-expanded", String(all));
    more.textContent = all ? `Show the first ${shownAtFirst}` : `Show all ${count} numbers`;
  };
  const render = ({ run, baseline, study }: AppState): void => {
    list.replaceChildren(
      ...inOrder(run.headlines).map(({ id, label, value, unit, figures, ratesBand }) => {
        const before = baseline?.headlines.find((headline) => headline.id === id)?.value;
        const spread =
          "view" in study
            ? study.view?.spreads.find((row) => row.id === id && row.inputs.count >= 3)
            : undefined;
        const { delta } = withDelta(value, before, unit);
        return element(
          "div",
          { "data-kpi": id },
          element("dt", {}, label),
          element(
            "dd",
            {},
            element(
              "span",
              { class: "value" },
              formatFigures(value, { unit, ...(figures === undefined ? {} : { figures }) }),
            ),
            delta === undefined ? undefined : element("span", { class: "delta" }, ` ${delta}`),
            ratesBand === undefined
              ? undefined
              : element(
                  "span",
                  { class: "spread", title: "Serving rates nobody has measured on these chips" },
                  ` prediction, ±${Math.round(100 * ratesBand)} %`,
                ),
            spread === undefined
              ? undefined
              : element(
                  "span",
                  { class: "spread", title: "p10 to p90 over draws of the inputs" },
                  ` ${formatFigures(spread.inputs.p10, spread)} to ${formatFigures(spread.inputs.p90, spread)}`,
                ),
          ),
        );
      }),
    );
    fold(app.store.get());
  };
  app.store.subscribe((state, before) => {
    if (state.run !== before.run || state.baseline !== before.baseline || state.study !== before.study)
      render(state);
  });
  render(app.store.get());
  return element("div", { class: "kpi-strip" }, list, more);
}
