/**
 * The jobs of the run on screen, or of a log that was brought in, on a time line: what each did and why it waited.
 * Fetched apart from the page. It shares the page's window and cursor; a log has its own.
 */
import "../styles/jobs.css";
import type { App, AppState } from "../app.ts";
import { button, download, element, oncePerFrame, setText } from "../dom.ts";
import { csvOf } from "../export/csv.ts";
import { rowsTable } from "../panels/data-table.ts";
import { onThemeChange } from "../panels/theme-button.ts";
import { readPalette } from "../theme.ts";
import type { JobLines, Segments } from "../view/job-lines.ts";
import { jobCard, spoken } from "./card.ts";
import { clockOf } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { stylesOf } from "./inks.ts";
import { watchInput } from "./input.ts";
import type { Moves } from "./input.ts";
import { layOut, margin } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { jobFinder } from "./finder.ts";
import { styleLegend } from "./legend.ts";
import { plainSegments, readLog } from "./log.ts";
import { neighbour } from "./neighbour.ts";
import { jobsPlot } from "./plot.ts";
import type { View } from "./plot.ts";
import { stripsOf } from "./raster.ts";
import type { Strips } from "./raster.ts";
import { endOf, hitRow, packRows, rowAJob, segmentAt } from "./rows.ts";
import type { Hit, Rows } from "./rows.ts";
import { csvLines, jobsTable, jobsWithin, mostRows } from "./table.ts";
import { findingOf, notesOf } from "./text.ts";

/** What is drawn: lines with all that follows from them. */
interface Shown {
  readonly lines: JobLines;
  readonly segments: Segments;
  readonly styles: Uint8Array;
  readonly finding: string;
  readonly clock: Clock;
}

/** Height of one row where each job has its own. */
const ownRow = 24;
const roomOf = (width: number): number => (width < 600 ? 300 : 420);

export function jobsPanel(app: App, figure: HTMLElement): void {
  let shown: Shown | undefined;
  let rows: Rows | undefined;
  let strips: Strips | undefined;
  let layout: Layout | undefined;
  let rowsFor = "";
  let each = false;
  let zoomRows = 1;
  let scroll = 0;
  let focus: string | undefined;
  let hover: Hit | undefined;
  let picked = -1;

  const finding = element("h2");
  const kicker = element("p", { class: "kicker" });
  const notes = element("p", { class: "soft notes-line" });
  const plot = jobsPlot();
  const card = jobCard();
  const said = element("p", { class: "visually-hidden", role: "status" });
  const legend = styleLegend((next) => {
    focus = next;
    draw();
  });
  const tableHost = element("div", { class: "table-host", hidden: true });
  const keys = element(
    "p",
    { class: "soft keys-line", id: "jobs-keys" },
    "Keys: W S zoom, A D move, F fit, arrows go from job to job, Esc clears. Drag moves, Ctrl and wheel zooms, a click picks a job.",
  );
  const toggle = button("Table", () => setTable(!plot.node.hidden), {
    class: "toggle",
    "aria-pressed": "false",
  });
  const own = button("One row a job", () => setEach(!each), { "aria-pressed": "false" });
  const back = button("Back to the run", () => app.show({ log: undefined }), { hidden: true });
  const finder = jobFinder({
    changed: () => draw(),
    next: () => {
      const job = finder.after(picked);
      if (job >= 0) pick(job, true);
    },
  });
  figure.replaceChildren(
    element(
      "div",
      { class: "chart-head" },
      kicker,
      element(
        "div",
        { class: "chart-tools" },
        back,
        toggle,
        button("CSV", () => save(), { "aria-label": "Jobs as CSV" }),
      ),
    ),
    finding,
    element(
      "div",
      { class: "jobs-tools" },
      finder.input,
      finder.said,
      own,
      button("Taller rows", () => setZoomRows(2)),
      button("Lower rows", () => setZoomRows(0.5)),
      button("+", () => moves.zoom(2), { "aria-label": "Zoom in" }),
      button("−", () => moves.zoom(0.5), { "aria-label": "Zoom out" }),
      button("Fit", () => moves.fit()),
    ),
    plot.node,
    tableHost,
    element("figcaption", {}, card.node, legend.node, keys, notes),
    said,
  );

  const laneOf = (job: number): string | undefined =>
    shown === undefined ? undefined : laneName(shown.lines, job, app.store.get());
  const isShown = (job: number): boolean => laneOf(job) !== undefined;

  function arrange(): void {
    if (shown === undefined) return;
    const { lines, clock } = shown;
    const { scope } = app.store.get();
    const key = each ? `${scope} ${clock.from()} ${clock.to()}` : scope;
    if (key !== rowsFor || rows === undefined) {
      rows = each ? rowAJob(lines, laneOf, clock.from(), clock.to()) : packRows(lines, laneOf);
      strips = stripsOf(lines, shown.segments, shown.styles, rows);
      rowsFor = key;
    }
    const room = roomOf(plot.node.clientWidth);
    layout = layOut(rows, room, zoomRows, each ? ownRow : undefined);
    scroll = Math.max(0, Math.min(layout.content - layout.height, scroll));
  }
  const viewNow = (): View | undefined =>
    shown === undefined || rows === undefined || strips === undefined || layout === undefined
      ? undefined
      : {
          ...shown,
          rows,
          strips,
          layout,
          scroll,
          from: shown.clock.from(),
          to: shown.clock.to(),
          cursor: shown.clock.cursor(),
          focus,
          found: finder.found(),
          hovered: hover?.job ?? -1,
          selected: picked,
        };
  const draw = oncePerFrame(() => {
    if (shown === undefined) return;
    if (!tableHost.hidden) return drawTable();
    arrange();
    const view = viewNow();
    if (view === undefined) return;
    const drawn = plot.draw(view, readPalette());
    const { dataset } = plot.node;
    dataset["fills"] = String(drawn.fills);
    dataset["steps"] = String(drawn.steps);
    dataset["from"] = String(view.from);
    dataset["to"] = String(view.to);
    tell();
  });
  /** What changes with pointer and cursor alone. */
  const drawOver = oncePerFrame(() => {
    const view = viewNow();
    if (view !== undefined && tableHost.hidden) plot.overlay(view);
    tell();
  });
  const tell = (): void => {
    if (shown === undefined) return;
    const { lines, segments, clock } = shown;
    const hit = hover ?? (picked < 0 ? undefined : pickedHit(segments, clock));
    card.show(lines, segments, hit, hover === undefined);
  };
  /** A job that was picked is told of at the cursor, or at its first segment where that is elsewhere. */
  const pickedHit = (segments: Segments, clock: Clock): Hit => ({
    job: picked,
    segment: segmentAt(segments, picked, clock.cursor()),
    near: 1,
  });

  function show(lines: JobLines): void {
    const segments = lines.segments ?? plainSegments(lines);
    shown = {
      lines,
      segments,
      styles: stylesOf(segments),
      finding: findingOf(lines, segments),
      clock: clockOf(app, lines, draw),
    };
    rows = undefined;
    hover = undefined;
    picked = -1;
    scroll = 0;
    zoomRows = 1;
    setText(finding, shown.finding);
    setText(kicker, lines.zero === undefined ? `Jobs of ${lines.title}` : "Jobs");
    setText(notes, notesOf(lines).join(" "));
    back.hidden = lines.zero !== undefined;
    finder.search(lines, isShown);
    legend.show(shown.styles, focus);
    draw();
  }

  function pick(job: number, reveal: boolean): void {
    picked = job;
    if (shown === undefined) return;
    const { lines, segments, clock } = shown;
    if (job >= 0) {
      if (reveal) bringIntoSight(lines, clock, job);
      setText(said, spoken(lines, segments, job));
    }
    drawOver();
  }
  function bringIntoSight(lines: JobLines, clock: Clock, job: number): void {
    const [submit, end] = [lines.submit[job] ?? 0, endOf(lines, job)];
    const [from, to] = [clock.from(), clock.to()];
    const span = to - from;
    if (end <= from || submit >= to) clock.setWindow(submit - 0.15 * span, submit + 0.85 * span);
    arrange();
    const row = rows?.rowOf[job] ?? -1;
    if (layout === undefined || row < 0) return;
    const top = layout.rowTop(row);
    const most = top - 4;
    const least = top + layout.pitch + 4 - layout.height;
    const kept = Math.max(least, Math.min(most, scroll));
    if (kept !== scroll) scroll = kept;
    draw();
  }

  const hitAt = (x: number, y: number): Hit | undefined => {
    const view = viewNow();
    if (view === undefined) return undefined;
    const row = view.layout.rowAt(y + view.scroll);
    if (row === undefined || y < 0 || y > view.layout.height) return undefined;
    const perPixel = (view.to - view.from) / Math.max(1, plot.width());
    return hitRow(view.lines, view.segments, view.rows, row, view.from + x * perPixel, 2 * perPixel);
  };
  const moves: Moves = {
    zoom: (factor, at) => {
      if (shown === undefined) return;
      const { clock } = shown;
      const [from, to, cursor] = [clock.from(), clock.to(), clock.cursor()];
      const share = at ?? (cursor > from && cursor < to ? (cursor - from) / (to - from) : 0.5);
      const span = (to - from) / factor;
      const left = from + share * (to - from) - share * span;
      clock.setWindow(left, left + span);
    },
    pan: (share) => {
      if (shown === undefined) return;
      const { clock } = shown;
      // By whole pixels, so that what is narrower than one does not flicker.
      const wide = Math.max(1, plot.width() * devicePixelRatio);
      const by = (Math.round(share * wide) / wide) * (clock.to() - clock.from());
      clock.setWindow(clock.from() + by, clock.to() + by);
    },
    scroll: (pixels) => {
      if (layout === undefined) return false;
      const to = Math.max(0, Math.min(layout.content - layout.height, scroll + pixels));
      if (to === scroll) return false;
      scroll = to;
      draw();
      return true;
    },
    fit: () => {
      if (shown === undefined) return;
      const { lines, clock } = shown;
      if (picked < 0) return clock.setWindow(lines.from, lines.to);
      const [submit, end] = [lines.submit[picked] ?? 0, endOf(lines, picked)];
      clock.setWindow(submit - 0.05 * (end - submit), end + 0.05 * (end - submit));
    },
    step: (along, across) => {
      const view = viewNow();
      const job = view === undefined ? -1 : neighbour(view, along, across);
      if (job >= 0) pick(job, true);
    },
    clear: () => {
      if (picked < 0 && finder.found() === undefined && focus === undefined) return false;
      picked = -1;
      focus = undefined;
      finder.clear();
      if (shown !== undefined) legend.show(shown.styles, focus);
      drawOver();
      return true;
    },
    hover: (x, y) => {
      hover = hitAt(x, y);
      const view = viewNow();
      if (view !== undefined && shown !== undefined && x >= 0 && x <= plot.width())
        shown.clock.setCursor(view.from + (x / Math.max(1, plot.width())) * (view.to - view.from));
      drawOver();
    },
    leave: () => {
      hover = undefined;
      drawOver();
    },
    pick: (x, y) => {
      hover = hitAt(x, y);
      pick(hover?.job ?? -1, false);
    },
    search: () => finder.input.focus(),
  };

  function setTable(on: boolean): void {
    tableHost.hidden = !on;
    plot.node.hidden = on;
    toggle.setAttribute("aria-pressed", String(on));
    setText(toggle, on ? "Chart" : "Table");
    draw();
  }
  function setEach(on: boolean): void {
    each = on;
    scroll = 0;
    rows = undefined;
    own.setAttribute("aria-pressed", String(on));
    draw();
  }
  function setZoomRows(factor: number): void {
    zoomRows = Math.max(1, Math.min(64, zoomRows * factor));
    draw();
  }
  const inWindow = (): number[] =>
    shown === undefined
      ? []
      : jobsWithin(
          shown.lines,
          (job) => (shown === undefined ? 0 : endOf(shown.lines, job)),
          (job) => isShown(job) && finder.found()?.[job] !== 0,
          shown.clock.from(),
          shown.clock.to(),
        );
  function drawTable(): void {
    if (shown === undefined) return;
    const jobs = inWindow();
    const some = jobs.slice(0, mostRows);
    const rest =
      jobs.length > some.length ? `; the first ${mostRows} of ${jobs.length}, the CSV has all` : "";
    tableHost.replaceChildren(
      rowsTable(
        jobsTable(shown.lines, shown.segments, some),
        `Jobs in the window, ${shown.lines.title}${rest}`,
      ),
    );
  }
  function save(): void {
    if (shown === undefined) return;
    const text = csvOf(csvLines(shown.lines, shown.segments, inWindow()));
    const name =
      shown.lines.zero === undefined ? shown.lines.title.replace(/\.\w+$/, "") : app.store.get().run.preset;
    download(`capsim-${name}-jobs.csv`, new Blob([text], { type: "text/csv" }));
  }

  watchInput(
    plot.node,
    () => {
      const box = plot.node.getBoundingClientRect();
      return new DOMRect(box.x + margin.left, box.y, plot.width(), box.height);
    },
    moves,
  );

  const wait = (text: string): void => {
    setText(finding, text);
    setText(kicker, "Jobs");
  };
  async function open(file: File): Promise<void> {
    try {
      const lines = readLog(file.name, await file.text());
      if (app.store.get().log === file) show(lines);
    } catch (error) {
      app.show({
        log: undefined,
        importIssues: [{ path: file.name, message: error instanceof Error ? error.message : String(error) }],
      });
    }
  }
  const follow = (state: AppState): void => {
    if (state.log !== undefined) return void open(state.log);
    const { timeline } = state.run;
    if (timeline !== undefined) show(timeline);
    else if (shown === undefined) wait("The lines of the jobs come with the first run.");
  };
  app.store.subscribe((state, before) => {
    const { run, log } = state;
    if (log !== before.log || (log === undefined && run !== before.run)) return follow(state);
    if (shown?.lines.zero === undefined) return;
    if (state.scope !== before.scope) finder.search(shown.lines, isShown);
    if (state.from !== before.from || state.to !== before.to || state.scope !== before.scope) draw();
    else if (state.cursor !== before.cursor) drawOver();
  });
  onThemeChange(draw);
  let width = 0;
  new ResizeObserver(() => {
    if (plot.node.clientWidth === width) return;
    width = plot.node.clientWidth;
    draw();
  }).observe(plot.node);
  follow(app.store.get());
}

/** Sites are lanes while all are shown, pools while one is; undefined: the job is not shown. */
function laneName(lines: JobLines, job: number, { scope, run }: AppState): string | undefined {
  const lane = lines.lanes[lines.lane[job] ?? 0];
  if (lane === undefined) return undefined;
  if (lines.zero === undefined) return lane.name;
  if (scope === "all" || run.scopes[scope] === undefined)
    return run.sites.length === 1 && lane.site !== "" ? lane.name : lane.siteName;
  if (lane.site === "") return lane.siteName;
  return lane.site === scope ? lane.name : undefined;
}
