/** The page's skeleton and its order of reading. */
import type { App, AppState } from "../app.ts";
import { charts } from "../charts/all.ts";
import { element } from "../dom.ts";
import { sameRun } from "../state/draft.ts";
import { backtestPanel } from "./backtest.ts";
import { chartFigure } from "./chart-figure.ts";
import { editorDrawer } from "./editor.ts";
import { header } from "./header.ts";
import { helpDialog } from "./help.ts";
import { importer } from "./importer.ts";
import { issuesPanel } from "./issues.ts";
import { jobsFigure } from "./jobs.ts";
import { kpiStrip } from "./kpis.ts";
import { lateSection } from "./late-section.ts";
import { rail } from "./rail.ts";
import { aboutLine, scopePicker } from "./scope.ts";
import { sitePanel } from "./site.ts";
import { studyPanel } from "./study.ts";
import { timeBar } from "./time-bar.ts";
import { whyPanel } from "./why.ts";

/** What a script may wait for: which run is shown, which was baked and confirmed, and whether more is to come. */
function markRoot(app: App): void {
  const mark = ({ run, status, bakedDigest, confirmedDigest, shown, history, issues }: AppState): void => {
    const { dataset } = document.documentElement;
    dataset["digest"] = run.digest;
    dataset["baked"] = bakedDigest;
    dataset["status"] = status.kind;
    dataset["stale"] = String(issues.length === 0 && !sameRun(shown, history.present));
    if (confirmedDigest !== undefined) dataset["confirmed"] = confirmedDigest;
  };
  app.store.subscribe(mark);
  mark(app.store.get());
}

export function buildPage(app: App): void {
  markRoot(app);
  const help = helpDialog();
  const files = importer(app);
  const editor = editorDrawer(app, files.choose);
  const drawn = charts.map((chart) => chartFigure(app, chart));
  // The sentence that says why stands between the charts of amounts and those of rows.
  const amounts = charts.filter(({ top }) => top !== undefined).length;
  const figures = element(
    "div",
    { class: "charts" },
    ...drawn.slice(0, amounts),
    whyPanel(app),
    ...drawn.slice(amounts),
  );
  const content = element(
    "main",
    { id: "content", tabindex: "-1" },
    issuesPanel(app),
    kpiStrip(app),
    element("div", { class: "below-kpis" }, scopePicker(app, figures), aboutLine(app)),
    sitePanel(app),
    figures,
    // Above what comes late: what grows under the pointer moves it.
    jobsFigure(app),
    lateSection(app, {
      id: "money",
      title: "Money",
      meanwhile: "What it costs and who pays whom is on its way.",
      load: async () => (await import("./money-panel.ts")).moneyPanel,
    }),
    lateSection(app, {
      id: "news",
      title: "Announcements",
      meanwhile: "What was announced is on its way.",
      load: async () => (await import("./news-panel.ts")).newsPanel,
    }),
    lateSection(app, {
      id: "planner",
      title: "For planners",
      meanwhile: "What a planner asks is on its way.",
      load: async () => (await import("./planner-panels.ts")).plannerPanels,
    }),
    studyPanel(app),
    backtestPanel(app),
  );
  document.body.append(
    element("a", { class: "skip", href: "#content" }, "Skip to the charts"),
    header(app, { openEditor: editor.open, openHelp: help.open, chooseFiles: files.choose }),
    element("div", { class: "body" }, rail(app), content),
    timeBar(app),
    help.node,
    editor.node,
    ...files.nodes,
  );
}
