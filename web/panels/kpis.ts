/** The strip of headline numbers, each with its difference to the baseline. */
import type { App, AppState } from "../app.ts";
import { element } from "../dom.ts";
import { formatFigures } from "../format.ts";
import { withDelta } from "../charts/rows.ts";

/** Told where money is; up here they would push the charts off the screen. */
const inMoneyPanel: ReadonlySet<string> = new Set([
  "spend-today",
  "usd-per-mtok",
  "usd-per-exaflop-day",
  "usd-per-gw-year",
  "cost-per-gw-year",
  "energy-cost",
  "tonnes-co2",
]);

export function kpiStrip(app: App): HTMLElement {
  const list = element("dl", { class: "kpis", tabindex: "0", "aria-label": "Headline numbers" });
  const render = ({ run, baseline, study }: AppState): void => {
    list.replaceChildren(
      ...run.headlines
        .filter(({ id }) => !inMoneyPanel.has(id))
        .map(({ id, label, value, unit, figures, ratesBand }) => {
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
  };
  app.store.subscribe((state, before) => {
    if (state.run !== before.run || state.baseline !== before.baseline || state.study !== before.study)
      render(state);
  });
  render(app.store.get());
  return list;
}
