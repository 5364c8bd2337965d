/** Which numbers decide: each with a range at its low and its high, all others as written; the widest bar first. */
import type { MoneyRanges } from "../api.ts";
import type { App, AppState } from "../app.ts";
import { button, element, setText } from "../dom.ts";
import { swingBars, swingFigures } from "../view/swings.ts";
import type { SwingBar } from "../view/swings.ts";

const briefly = 8;

export function decidingPart(app: App): {
  readonly node: HTMLElement;
  readonly update: (state: AppState) => void;
} {
  const figure = element("select", { id: "swing-figure", onchange: () => update(app.store.get()) });
  const label = element("label", { for: "swing-figure" }, "Of");
  const start = button("Try both ends of every number", app.startRanges, { id: "start-ranges" });
  const bar = element("progress", { "aria-label": "Progress of the ranges", max: 1, value: 0 });
  const said = element("p", { class: "said", role: "status" });
  const list = element("ol", { class: "tornado", id: "tornado" });
  const more = button("", () => {
    whole = true;
    update(app.store.get());
  });
  let whole = false;
  const notes = element("p", { class: "soft" });
  const node = element(
    "section",
    { class: "money-part deciding" },
    element("h3", {}, "Which numbers decide this"),
    said,
    element("div", { class: "choices" }, label, figure, start, bar),
    list,
    more,
    notes,
  );
  function update({ ranges, run, status }: AppState): void {
    const view = "view" in ranges ? ranges.view : undefined;
    const running = ranges.kind === "running";
    start.hidden = running || ranges.kind === "done";
    start.disabled = run.basis === undefined || status.kind === "running";
    bar.hidden = !running;
    bar.value = view === undefined || view.total === 0 ? 0 : view.done / view.total;
    setText(said, ranges.kind === "failed" ? ranges.message : (view?.sentence ?? ""));
    said.hidden = said.textContent === "";
    const offered = view === undefined ? [] : swingFigures(view);
    const chosen = offered.find(({ id }) => id === figure.value) ?? offered[0];
    figure.replaceChildren(...offered.map(({ id, label }) => element("option", { value: id }, label)));
    if (chosen !== undefined) figure.value = chosen.id;
    label.hidden = figure.hidden = offered.length < 2;
    const bars = view === undefined || chosen === undefined ? [] : swingBars(view, chosen.id);
    const shown = whole ? bars : bars.slice(0, briefly);
    list.replaceChildren(...shown.map(row));
    more.hidden = bars.length <= shown.length;
    setText(more, `Show all ${bars.length}`);
    setText(
      notes,
      bars.length === 0
        ? running
          ? ""
          : "Each number with a range is set to its low and its high, one at a time."
        : `Bars span the answers at the number's low and at its high; the line is the run as it is. ~ marks what is assumed.${view === undefined ? "" : stillText(view)}`,
    );
  }
  return { node, update };
}

/** What is counted and not drawn. */
function stillText({ still: { sameModel, unseen } }: MoneyRanges): string {
  if (unseen > 0) return ` ${unseen} numbers change what is used: how far they move it takes full runs.`;
  return sameModel === 0
    ? ""
    : ` ${sameModel} numbers with a range change neither which chips come nor what they cost.`;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)}%`;

function row(bar: SwingBar): HTMLElement {
  const [left, right] = [Math.min(bar.from, bar.to), Math.max(bar.from, bar.to)];
  return element(
    "li",
    { "data-swing": bar.id },
    element(
      "span",
      { class: "what" },
      bar.assumed ? element("abbr", { title: "assumed" }, "~ ") : undefined,
      bar.label,
      " ",
      element("small", {}, bar.range),
    ),
    element(
      "span",
      { class: "swing", "aria-hidden": "true" },
      element("i", {
        class: bar.assumed ? "bar assumed" : "bar",
        style: `left: ${percent(left)}; width: ${percent(right - left)}`,
      }),
      element("i", { class: "now", style: `left: ${percent(bar.now)}` }),
    ),
    element("span", { class: "ends" }, bar.ends),
  );
}
