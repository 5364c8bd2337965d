/** Is the commitment at risk? Beside the baseline, and under both ways to pay for capacity. */
import type { App, AppState } from "../app.ts";
import { button, element, setText } from "../dom.ts";
import { formatDay, formatNumber, formatUsd } from "../format.ts";
import { leverValue } from "../state/draft.ts";
import type { Commitments, Pays, PaysAnswer } from "../view/commitments.ts";
import type { LeverView, RangeLever, RunView } from "../view/run-view.ts";
import { rowsTable } from "./data-table.ts";

const growthPath = "inference.growth.perYear";

export function commitmentPanel(app: App): HTMLElement {
  const halve = button("Halve demand growth", () => {
    const lever = growthLever(app.store.get().run);
    if (lever !== undefined) app.setLever(lever, lever.preset / 2);
    app.settleLever();
  });
  const text = element("p", { class: "study-finding", role: "status" });
  const about = element("p", { class: "soft" });
  const body = element("div", { class: "study-body" });
  const render = (state: AppState): void => {
    const { run, baseline, history } = state;
    const lever = growthLever(run);
    halve.hidden = lever === undefined;
    if (lever !== undefined) {
      const half = formatNumber(lever.preset / 2);
      halve.textContent = `Halve demand growth: ${half} × in the first year, not ${formatNumber(lever.preset)} ×`;
      halve.disabled = leverValue(history.present, lever) === lever.preset / 2;
    }
    const { commitments } = run;
    if (commitments === undefined) {
      setText(
        text,
        run.planner === undefined ? "It comes with the first run." : "Nothing is committed here.",
      );
      setText(about, "");
      return body.replaceChildren();
    }
    setText(text, finding(run, commitments));
    setText(about, aboutUse(commitments, baseline?.commitments));
    body.replaceChildren(table(run, commitments, baseline?.commitments));
  };
  app.store.subscribe((state, before) => {
    if (state.run !== before.run || state.baseline !== before.baseline || state.history !== before.history)
      render(state);
  });
  render(app.store.get());
  return element(
    "section",
    { id: "commitment", "aria-labelledby": "commitment-title" },
    element("h3", { id: "commitment-title" }, "Commitment: is it at risk?"),
    element("div", { class: "study-tools" }, halve),
    text,
    about,
    body,
  );
}

function growthLever({ levers }: RunView): RangeLever | undefined {
  const isGrowth = (lever: LeverView): lever is RangeLever =>
    lever.kind === "range" && lever.paths.some((path) => path.join(".") === growthPath);
  return levers.find(isGrowth);
}

const names: Readonly<Record<Pays, string>> = {
  installed: "for all that is installed",
  used: "for what is used",
};

function finding(run: RunView, { by, pays }: Commitments): string {
  const other: Pays = pays === "installed" ? "used" : "installed";
  return `Paid ${names[pays]}, as here, ${outcome(run, by[pays])}. Paid ${names[other]}, ${outcome(run, by[other])}.`;
}

function outcome(run: RunView, { totalUsd, exhaustedSeconds, shortfallUsd, spentShare }: PaysAnswer): string {
  const total = formatUsd(totalUsd, 2);
  if (exhaustedSeconds !== undefined)
    return `the ${total} are spent on ${formatDay(run.start + 1000 * exhaustedSeconds)}`;
  const share = `${Math.round(100 * spentShare)} % of the ${total} is spent by the end of the run`;
  if (shortfallUsd > 0) return `${share} and ${formatUsd(shortfallUsd, 2)} falls short`;
  return `${share}, and ${formatUsd(Math.max(0, totalUsd * (1 - spentShare)), 2)} is still to be spent`;
}

function aboutUse(now: Commitments, before: Commitments | undefined): string {
  const percent = (share: number): string =>
    Number.isFinite(share) ? `${Math.round(100 * share)} %` : "more than all";
  const was = before === undefined ? "" : `, not ${percent(before.usedShare)},`;
  return `Over the run ${percent(now.usedShare)}${was} of installed capacity is in use, by its price; the commitment is met from ${percent(now.breakEvenShare)} on. What is installed follows power, halls and chips and does not depend on demand; what is used does.`;
}

function table(run: RunView, now: Commitments, before: Commitments | undefined): HTMLElement {
  const ways: readonly Pays[] = ["installed", "used"];
  const columns = ways.flatMap((pays) => [
    ...(before === undefined ? [] : [{ head: `${pays}, baseline`, of: before.by[pays] }]),
    { head: before === undefined ? pays : `${pays}, this draft`, of: now.by[pays] },
  ]);
  const row = (what: string, say: (answer: PaysAnswer) => string): readonly string[] => [
    what,
    ...columns.map(({ of }) => say(of)),
  ];
  return rowsTable(
    {
      columns: ["paid for", ...columns.map(({ head }) => head)],
      rows: [
        row("spent by the end of the run", ({ spentShare }) => `${Math.round(100 * spentShare)} %`),
        row("all of it spent on", ({ exhaustedSeconds }) =>
          exhaustedSeconds === undefined
            ? "not within the run"
            : formatDay(run.start + 1000 * exhaustedSeconds),
        ),
        row("falls short", ({ shortfallUsd }) => (shortfallUsd > 0 ? formatUsd(shortfallUsd, 2) : "nothing")),
        row("break-even utilisation, highest of a year", breakEven),
      ],
    },
    "The commitment by what is paid for",
  );
}

/** Part of its time that installed capacity must be in paid use for the floors; of years that have one. */
function breakEven({ breakEvenUtilisation }: PaysAnswer): string {
  const found = breakEvenUtilisation.filter((share) => Number.isFinite(share) && share > 0);
  return found.length === 0 ? "no floor by year" : `${Math.round(100 * Math.max(...found))} %`;
}
