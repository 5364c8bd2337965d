/**
 * Many runs: how sure the headlines are, what is so by which date, and, where a draft differs from plan A, which difference
 * between the two is real. Inputs are drawn within their ranges; A and B get the same draws.
 */
import type { App, AppState } from "../app.ts";
import { button, element, setText } from "../dom.ts";
import { formatDelta, formatFigures, formatNumber, rounded } from "../format.ts";
import type { StudyView } from "../worker/study-protocol.ts";
import { rowsTable } from "./data-table.ts";

const sizes = [4, 8, 16, 40, 100, 200];

export function studyPanel(app: App): HTMLElement {
  const count = element(
    "select",
    { "aria-label": "Draws of inputs" },
    ...sizes.map((n) => element("option", { value: n, selected: n === 16 }, `${n} draws`)),
  );
  const start = button("Draw inputs", () => app.startStudy(Number(count.value)), { id: "start-study" });
  const cancel = button("Cancel", app.cancelStudy, { id: "cancel-study" });
  const pin = button("Set as plan A", app.pinPlan, { "aria-keyshortcuts": "B", id: "pin-plan" });
  const unpin = button("Preset as plan A", app.unpinPlan);
  const swap = button("Swap A and B", app.swapPlans);
  const difference = button("Difference", () => app.show({ difference: !app.store.get().difference }), {
    title: "Charts show this draft less plan A",
  });
  const bar = element("progress", { "aria-label": "Progress of the study", max: 1, value: 0 });
  const said = element("p", { class: "study-said", role: "status" });
  const body = element("div", { class: "study-body" });
  const title = element("h2");
  const render = (state: AppState): void => {
    const { study, pinned } = state;
    const two = app.plans().b !== undefined;
    setText(title, two ? "Plan A beside this draft: which difference is real?" : "How sure is this?");
    const running = study.kind === "running";
    start.hidden = running;
    count.disabled = running;
    cancel.hidden = !running;
    bar.hidden = !running;
    if (study.kind === "running") bar.value = study.total === 0 ? 0 : study.done / study.total;
    unpin.hidden = pinned === undefined;
    swap.hidden = difference.hidden = !two;
    difference.setAttribute("aria-pressed", String(state.difference));
    setText(said, sentence(state, two));
    body.replaceChildren(...("view" in study && study.view !== undefined ? tables(study.view) : []));
  };
  app.store.subscribe((state, before) => {
    if (
      state.difference !== before.difference ||
      state.study !== before.study ||
      state.history !== before.history ||
      state.pinned !== before.pinned
    )
      render(state);
  });
  const node = element(
    "section",
    { class: "study", id: "study", tabindex: "-1" },
    title,
    element("div", { class: "study-tools" }, count, start, cancel, pin, unpin, swap, difference, bar),
    said,
    body,
  );
  render(app.store.get());
  return node;
}

function sentence({ study, pinned }: AppState, two: boolean): string {
  const what = two
    ? `A is ${pinned === undefined ? "the preset as it is" : pinned.draft.name || "the plan that was set"}, B is this draft; both get the same draws.`
    : "Inputs are drawn within their ranges; a few runs draw failures and arrivals alone.";
  switch (study.kind) {
    case "none":
      return what;
    case "running":
      return `${study.done} of ${study.total} runs. ${what}`;
    case "done":
      return `${study.view?.samples ?? 0} draws of inputs${study.cancelled ? ", cancelled" : ""}. ${what}`;
    case "refused":
      return study.message;
  }
}

function tables(view: StudyView): readonly HTMLElement[] {
  return [...comparison(view), ...campaigns(view), ...spreads(view), ...answers(view)];
}

/** A difference in the unit of the values it stands beside; what rounds to nothing is still told from nothing. */
const signed = (value: number, unit: string, beside: number): string =>
  value === 0 ? "0" : formatDelta(value, unit, beside) || (value > 0 ? "just above 0" : "just below 0");

const unitOf = (text: string): string => / \D+$/.exec(text)?.[0] ?? "";

/** "2,832 MW" and "2,872 MW" as "2,832 to 2,872 MW": a unit that both have is written once. */
function range(low: string, high: string): string {
  const unit = unitOf(low);
  return `${unit === unitOf(high) ? low.slice(0, low.length - unit.length) : low} to ${high}`;
}

function comparison({ comparison: found, because, changes }: StudyView): readonly HTMLElement[] {
  if (found === undefined) return [];
  const weighed = Object.keys(because).length > 0;
  const rows = found.headlines.map((row) => {
    const difference = (value: number): string =>
      signed(rounded(value, row.figures), row.unit, Math.max(row.a, row.b));
    return [
      `${row.illustrative ? "~ " : ""}${row.label}`,
      row.verdict,
      formatFigures(row.a, row),
      formatFigures(row.b, row),
      difference(row.mean),
      row.low === undefined || row.high === undefined
        ? "one pair"
        : range(difference(row.low), difference(row.high)),
      ...(weighed ? [because[row.id] ?? ""] : []),
    ];
  });
  return [
    element("p", {}, `Changed: ${changes.slice(0, 6).join("; ")}${changes.length > 6 ? "; and more" : ""}.`),
    rowsTable(
      {
        columns: [
          "headline",
          "B is",
          "A",
          "B",
          "B − A, mean",
          "95 % interval",
          ...(weighed ? ["because"] : []),
        ],
        rows,
      },
      `A and B over ${found.pairs} pair${found.pairs === 1 ? "" : "s"} of draws; ~ rests mostly on assumed inputs`,
    ),
  ];
}

const days = (count: number, unit = ""): string =>
  count === Infinity ? "never" : Number.isFinite(count) ? `${formatNumber(Math.round(count))}${unit}` : "–";

function campaigns({ comparison: found }: StudyView): readonly HTMLElement[] {
  const missed = (found?.campaigns ?? [])
    .filter(({ missedA, missedB }) => missedA > 0 || missedB > 0)
    .toSorted((x, y) => (y.missedB - y.missedA) / y.pairs - (x.missedB - x.missedA) / x.pairs);
  if (found === undefined || found.campaigns.length === 0) return [];
  const chance = (count: number, pairs: number): string => `${Math.round((100 * count) / pairs)} %`;
  const mean = (read: "missedA" | "missedB"): string =>
    found.campaigns.reduce((sum, row) => sum + row[read] / row.pairs, 0).toFixed(1);
  if (missed.length === 0)
    return [
      element(
        "p",
        { class: "study-finding" },
        `None of ${found.campaigns.length} runs with a deadline misses it, in A or in B.`,
      ),
    ];
  return [
    element(
      "p",
      { class: "study-finding" },
      `Of ${found.campaigns.length} runs with a deadline, ${mean("missedA")} miss it in A and ${mean("missedB")} in B.`,
    ),
    rowsTable(
      {
        columns: [
          "run",
          "missed in A",
          "missed in B",
          "days late in B",
          "ends later than in A, days",
          "p10 to p90",
        ],
        rows: missed
          .slice(0, 20)
          .map((row) => [
            `${row.name} ${row.run}`,
            chance(row.missedA, row.pairs),
            chance(row.missedB, row.pairs),
            row.lateDays === undefined ? "–" : days(row.lateDays.p50),
            days(row.laterDays.p50),
            `${days(row.laterDays.p10)} to ${days(row.laterDays.p90)}`,
          ]),
      },
      missed.length > 20
        ? `Deadlines missed, the 20 that change most of ${missed.length}`
        : "Deadlines missed, those that change most first",
    ),
  ];
}

function spreads({ spreads: rows, samples }: StudyView): readonly HTMLElement[] {
  if (rows.length === 0 || samples < 3) return [];
  return [
    rowsTable(
      {
        columns: ["headline", "this run", "p50", "p10 to p90", "by chance alone", "share of inputs"],
        rows: rows.map((row) => [
          `${row.illustrative ? "~ " : ""}${row.label}`,
          formatFigures(row.base, row),
          formatFigures(row.inputs.p50, row),
          range(formatFigures(row.inputs.p10, row), formatFigures(row.inputs.p90, row)),
          range(formatFigures(row.chance.p10, row), formatFigures(row.chance.p90, row)),
          row.inputShare === undefined ? "–" : `${Math.round(100 * row.inputShare)} %`,
        ]),
      },
      `How sure: ${samples} draws of inputs (what is not known) beside draws of events (chance)`,
    ),
  ];
}

function answers({ answers: rows, samples }: StudyView): readonly HTMLElement[] {
  if (rows.length === 0 || samples === 0) return [];
  return [
    rowsTable(
      {
        columns: ["by date", "chance", "90 % interval", "late by, middle", "p90"],
        rows: rows.map((row) => [
          row.text,
          row.chance === undefined ? "not decided" : `${Math.round(100 * row.chance)} %`,
          row.chance === undefined ? "" : `${Math.round(100 * row.low)} to ${Math.round(100 * row.high)} %`,
          row.late === undefined ? "" : days(row.late.p50Days, " d"),
          row.late === undefined ? "" : days(row.late.p90Days, " d"),
        ]),
      },
      "What is so by which date",
    ),
  ];
}
