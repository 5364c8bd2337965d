/**
 * The app: one store, the actions that change it, and the worker that answers. Panels read the store and
 * call actions; nothing else holds state. The last good run stays until a better one is there.
 */
import type { MoneyRanges } from "./api.ts";
import type { Picks } from "./charts/chart.ts";
import { createStore } from "./store.ts";
import type { Store } from "./store.ts";
import {
  edit,
  freshDraft,
  freshHistory,
  isUnchanged,
  ownPreset,
  plainOf,
  redo,
  sameRun,
  settle,
  undo,
  withLever,
  withSeed,
} from "./state/draft.ts";
import type { Draft, History } from "./state/draft.ts";
import type { JsonObject } from "./state/patch.ts";
import { createRunCache } from "./state/run-cache.ts";
import { encodeShare, longestLink } from "./state/share.ts";
import type { Shared } from "./state/share.ts";
import { unbake } from "./view/baked.ts";
import type { Baked } from "./view/baked.ts";
import type { IssueView, LeverView, PresetView, RunView } from "./view/run-view.ts";
import { createClient } from "./worker/client.ts";
import type { Client } from "./worker/client.ts";
import { startStudy } from "./worker/study-client.ts";
import { startMoneyStudy } from "./worker/money-client.ts";
import type { StudyPlans, StudyView } from "./worker/study-protocol.ts";
import type { RunRequest } from "./worker/protocol.ts";

export type Status =
  | { readonly kind: "baked" }
  | { readonly kind: "idle"; readonly milliseconds: number }
  | { readonly kind: "running"; readonly fraction: number }
  | { readonly kind: "cancelled" }
  | { readonly kind: "refused" }
  | { readonly kind: "failed"; readonly message: string };

export interface AppState {
  readonly presets: readonly PresetView[];
  readonly history: History;
  /** The run on screen and the draft it belongs to; the draft may be ahead of it. */
  readonly run: RunView;
  readonly shown: Draft;
  /** Run of the preset as it is, drawn under a changed one. */
  readonly baseline: RunView | undefined;
  readonly status: Status;
  readonly issues: readonly IssueView[];
  /** What is wrong with files that were brought in; the draft is as it was before. */
  readonly importIssues: readonly IssueView[];
  /** Digest the page was baked with, and the one the worker then found for the same run. */
  readonly bakedDigest: string;
  readonly confirmedDigest?: string;
  readonly from: number;
  readonly to: number;
  readonly cursor: number;
  readonly scope: string;
  readonly focus: string | undefined;
  /** A short message to the reader: a link was copied, a link was bad. */
  readonly notice: string;
  readonly study: StudyState;
  /** How sure what is said about money is; of the run on screen. */
  readonly ranges: RangesState;
  /** Charts of amounts show the draft less plan A. */
  readonly difference: boolean;
  /** What was chosen of charts that offer a choice. */
  readonly picks: Picks;
  /** A log of jobs that was brought in: the time line shows it in the place of the run's. */
  readonly log: File | undefined;
  /** Plan A where it is not the preset as it is. */
  readonly pinned: { readonly draft: Draft; readonly run: RunView } | undefined;
}

/** Many runs of the present draft, or of it beside plan A. */
export type StudyState =
  | { readonly kind: "none" }
  | {
      readonly kind: "running";
      /** Draws of inputs asked for. */
      readonly wanted: number;
      readonly done: number;
      readonly total: number;
      readonly view: StudyView | undefined;
    }
  | {
      readonly kind: "done";
      readonly wanted: number;
      readonly cancelled: boolean;
      readonly view: StudyView | undefined;
    }
  | { readonly kind: "refused"; readonly message: string };

export type RangesState =
  | { readonly kind: "none" }
  | { readonly kind: "running" | "done"; readonly view: MoneyRanges | undefined }
  | { readonly kind: "failed"; readonly message: string };

export interface App {
  readonly store: Store<AppState>;
  readonly texts: Client["texts"];
  /** Announcements in the present draft. */
  readonly news: () => ReturnType<Client["news"]>;
  readonly effect: Client["effect"];
  readonly setLever: (lever: LeverView, value: string | number) => void;
  readonly settleLever: () => void;
  readonly setDraft: (
    change: Partial<Pick<Draft, "patch" | "name">> & { readonly seed?: number | undefined },
    editing?: string,
  ) => void;
  readonly setPatch: (patch: JsonObject) => void;
  readonly choosePreset: (id: string) => void;
  readonly reset: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly cancel: () => void;
  readonly retry: () => void;
  readonly show: (
    change: Partial<
      Pick<AppState, "cursor" | "scope" | "notice" | "importIssues" | "difference" | "log" | "picks">
    >,
  ) => void;
  readonly setFocus: (focus: string | undefined) => void;
  readonly setWindow: (from: number, to: number) => void;
  readonly startStudy: (samples: number) => void;
  readonly cancelStudy: () => void;
  /** Of the run on screen, if it is the draft's and speaks of money. */
  readonly startRanges: () => void;
  readonly pinPlan: () => void;
  readonly unpinPlan: () => void;
  /** Plan A becomes the draft and the draft plan A. */
  readonly swapPlans: () => void;
  /** What a study would run now: the draft alone, or plan A and the draft. */
  readonly plans: () => StudyPlans;
  readonly open: (shared: Shared) => void;
  /** Takes files in as the draft; `ask` says which site a table of phases is for, or undefined to leave it. */
  readonly bringIn: (files: readonly File[], ask: AskSite) => Promise<void>;
}

export type AskSite = (
  file: string,
  sites: readonly { readonly id: string; readonly name: string }[],
) => Promise<string | undefined>;

const keptRuns = 8;

/** A scenario's file names the draft; tables leave a name that is there. */
function draftName(files: readonly string[], before: Draft): string {
  const file = files.find((name) => /\.json$/i.test(name));
  if (file === undefined && before.name !== "") return before.name;
  return (file ?? files.join(", ")).replace(/\.\w+$/, "").slice(0, 80);
}

/** A link carries what was brought in as long as it stays short; where not, the reader must know. */
async function importNotice(
  files: readonly string[],
  draft: Draft,
  dropped: readonly string[],
): Promise<string> {
  const without =
    dropped.length === 0 ? "" : ` Left out, as what they move is replaced: levers ${dropped.join(", ")}.`;
  const done = `Imported ${files.join(", ")}.${without}`;
  const { length } = await encodeShare({ draft, view: {} });
  if (length <= longestLink) return `${done} Undo brings back what was before.`;
  return `${done} It is too large for a link (${length} of ${longestLink} characters), so a reload forgets it: keep the file.`;
}

const requestOf = (draft: Draft): RunRequest => ({
  preset: draft.preset,
  ...(draft.own === undefined ? {} : { own: draft.own }),
  patch: draft.patch,
  ...(draft.seed === undefined ? {} : { seed: draft.seed }),
});

/** A little past the middle: by then every chart has something to say. */
const firstCursor = (run: RunView): number => run.start + 0.72 * (run.end - run.start);

/** The years that have something in them; what comes before is there to be zoomed out to. */
export function firstWindow(run: RunView): { readonly from: number; readonly to: number } {
  const energised = run.scopes["all"]?.["power.energised"] ?? new Float64Array(0);
  const bin = energised.findIndex((mw) => mw > 0);
  const margin = (run.end - run.start) / 24;
  return { from: Math.max(run.start, run.start + Math.max(0, bin) * run.binMs - margin), to: run.end };
}

export function createApp(baked: Baked): App {
  const run = unbake(baked);
  const draft = freshDraft(run.preset);
  const store = createStore<AppState>({
    presets: baked.presets,
    history: freshHistory(draft),
    run,
    shown: draft,
    baseline: undefined,
    focus: undefined,
    status: { kind: "baked" },
    issues: [],
    importIssues: [],
    bakedDigest: run.digest,
    ...firstWindow(run),
    cursor: firstCursor(run),
    scope: "all",
    notice: "",
    study: { kind: "none" },
    ranges: { kind: "none" },
    pinned: undefined,
    difference: false,
    picks: {},
    log: undefined,
  });
  const update = (change: Partial<AppState>): void => store.set({ ...store.get(), ...change });
  const present = (): Draft => store.get().history.present;
  /** Runs of presets and of own scenarios as they are: the baselines of every draft on them. */
  const plainRuns = createRunCache(keptRuns);
  /** The latest runs by what was asked for: undo and redo need not compute again. */
  const recent = createRunCache(keptRuns);

  const client = createClient({
    onProgress: (fraction) => update({ status: { kind: "running", fraction } }),
    onDone: (view, request, milliseconds) => {
      const plain = isUnchanged(request);
      if (plain) plainRuns.set(request, view);
      recent.set(request, view);
      const state = store.get();
      const known = plain && request.preset === run.preset ? { confirmedDigest: view.digest } : {};
      const baseline = baselineOf(present());
      const status: Status = { kind: "idle", milliseconds };
      // The answer may be the baseline that was asked for after the draft's own run.
      if (!sameRun(present(), request)) return update({ ...known, baseline, status });
      update({ ...known, ...fit(state, view), run: view, shown: present(), issues: [], baseline, status });
      if (!plain && plainRuns.get(plainOf(request)) === undefined) start(plainOf(request));
    },
    onPassing: (view, request) => {
      const passing: Draft = { ...request, name: present().name };
      update({ ...fit(store.get(), view), run: view, shown: passing, baseline: baselineOf(passing) });
    },
    onIssues: (issues) => update({ issues, status: { kind: "refused" } }),
    onFailed: (message) => update({ status: { kind: "failed", message } }),
    onIdle: () => {
      if (store.get().status.kind === "running") update({ status: { kind: "cancelled" } });
    },
  });

  function baselineOf(of: Draft): RunView | undefined {
    const { pinned } = store.get();
    if (pinned !== undefined) return sameRun(pinned.draft, of) ? undefined : pinned.run;
    if (isUnchanged(of)) return undefined;
    return plainRuns.get(plainOf(of)) ?? (of.preset === run.preset ? run : undefined);
  }

  function start(wanted: Draft): void {
    update({ status: { kind: "running", fraction: 0 } });
    client.run(requestOf(wanted));
  }

  /** Window and cursor kept inside a new run; the whole run, if it is about other years. */
  function fit(state: AppState, view: RunView): Partial<AppState> {
    const scope =
      state.scope === "all" || view.sites.some(({ id }) => id === state.scope) ? state.scope : "all";
    const inside = state.cursor >= view.start && state.cursor < view.end;
    const cursor = inside ? state.cursor : firstCursor(view);
    const first = firstWindow(state.run);
    const untouched = state.from === first.from && state.to === first.to;
    if (untouched || state.from >= view.end || state.to <= view.start)
      return { scope, cursor, ...firstWindow(view) };
    if (state.from === state.run.start && state.to === state.run.end)
      return { scope, cursor, from: view.start, to: view.end };
    const clamp = (time: number): number => Math.max(view.start, Math.min(view.end, time));
    return { scope, cursor, from: clamp(state.from), to: clamp(state.to) };
  }

  function change(history: History): void {
    const before = present();
    // What files said is about the draft as it was.
    update({ history, ...(store.get().importIssues.length > 0 ? { importIssues: [] } : {}) });
    if (sameRun(before, history.present)) return;
    // What was drawn is about the draft as it was.
    endStudy();
    endRanges();
    update({ study: { kind: "none" }, ranges: { kind: "none" } });
    const known = recent.get(history.present);
    if (known === undefined) start(history.present);
    else showAgain(known);
  }

  function showAgain(view: RunView): void {
    const status: Status = { kind: "idle", milliseconds: 0 };
    update({
      ...fit(store.get(), view),
      run: view,
      shown: present(),
      issues: [],
      baseline: baselineOf(present()),
      status,
    });
    client.cancel();
  }

  let endRanges = (): void => undefined;
  let endStudy = (): void => undefined;
  /** A stale study says nothing more. */
  let studyNumber = 0;
  const plans = (): StudyPlans => {
    const { pinned } = store.get();
    const a = pinned?.draft ?? plainOf(present());
    return sameRun(a, present()) ? { a: requestOf(present()) } : { a: requestOf(a), b: requestOf(present()) };
  };
  function startStudyOf(samples: number): void {
    endStudy();
    const mine = ++studyNumber;
    const tell = (study: StudyState): void => {
      if (mine === studyNumber) update({ study });
    };
    const viewNow = (): StudyView | undefined => {
      const { study } = store.get();
      return "view" in study ? study.view : undefined;
    };
    update({ study: { kind: "running", wanted: samples, done: 0, total: 0, view: undefined } });
    let wanted = true;
    const end = startStudy(plans(), samples, {
      onProgress: (done, total) => tell({ kind: "running", wanted: samples, done, total, view: viewNow() }),
      onView: (view) => {
        const { study } = store.get();
        if (study.kind === "running") tell({ ...study, view });
      },
      onRefused: (message) => {
        wanted = false;
        tell({ kind: "refused", message: `no study: ${message}` });
      },
      onEnd: () => {
        if (wanted) tell({ kind: "done", wanted: samples, cancelled: false, view: viewNow() });
      },
    });
    endStudy = () => {
      studyNumber++;
      endStudy = () => undefined;
      end();
    };
  }

  const app: App = {
    store,
    plans,
    startStudy: startStudyOf,
    cancelStudy: () => {
      const { study } = store.get();
      endStudy();
      if (study.kind === "running") {
        const { wanted, view } = study;
        update({ study: { kind: "done", wanted, cancelled: true, view } });
      }
    },
    startRanges: () => {
      const { run: shown, shown: of } = store.get();
      if (shown.basis === undefined || !sameRun(of, present())) return;
      endRanges();
      let view: MoneyRanges | undefined;
      let kind: "running" | "done" = "running";
      const tell = (): void => update({ ranges: { kind, view } });
      tell();
      const ask = { request: requestOf(of), basis: shown.basis };
      let open = true;
      const end = startMoneyStudy(ask, {
        onProgress: () => undefined,
        onView: (ranges) => {
          view = ranges;
          tell();
        },
        onRefused: (message) => {
          open = false;
          update({ ranges: { kind: "failed", message } });
        },
        onEnd: () => {
          kind = "done";
          if (open) tell();
        },
      });
      endRanges = () => {
        // What is stale says nothing more.
        open = false;
        end();
      };
    },
    pinPlan: () => {
      const { run: shown, shown: of } = store.get();
      endStudy();
      update({ pinned: { draft: of, run: shown }, study: { kind: "none" }, notice: "This plan is A now." });
      update({ baseline: baselineOf(present()) });
    },
    unpinPlan: () => {
      endStudy();
      update({ pinned: undefined, study: { kind: "none" } });
      update({ baseline: baselineOf(present()) });
    },
    swapPlans: () => {
      const { run: shown, shown: of, pinned, baseline } = store.get();
      const a = pinned?.draft ?? plainOf(present());
      const aRun = pinned?.run ?? baseline;
      if (aRun !== undefined) recent.set(a, aRun);
      endStudy();
      update({ pinned: { draft: of, run: shown } });
      change(edit(store.get().history, a));
    },
    texts: client.texts,
    news: async () => client.news(requestOf(present())),
    effect: client.effect,
    setLever: (lever, value) =>
      change(edit(store.get().history, withLever(present(), lever, value), `lever ${lever.id}`)),
    settleLever: () => update({ history: settle(store.get().history) }),
    setDraft: (part, editing) => {
      const { seed, ...rest } = part;
      const next = { ...present(), ...rest };
      change(edit(store.get().history, "seed" in part ? withSeed(next, seed) : next, editing));
    },
    setPatch: (patch) => change(edit(store.get().history, { ...present(), patch })),
    choosePreset: (id) => {
      if (id !== ownPreset) change(edit(store.get().history, freshDraft(id)));
    },
    reset: () => change(edit(store.get().history, plainOf(present()))),
    undo: () => change(undo(store.get().history)),
    redo: () => change(redo(store.get().history)),
    cancel: () => client.cancel(),
    retry: () => start(present()),
    show: update,
    setFocus: (focus) => update({ focus }),
    setWindow: (from, to) => {
      const { run: shown } = store.get();
      const least = Math.max(7 * 86_400_000, 8 * shown.binMs);
      const span = Math.min(shown.end - shown.start, Math.max(least, to - from));
      const left = Math.max(shown.start, Math.min(shown.end - span, from));
      update({ from: left, to: left + span });
    },
    bringIn: async (files, ask) => {
      const sites: Record<string, string> = {};
      for (;;) {
        const imported = await client.bringIn({ files, request: requestOf(present()), sites });
        if (imported.kind === "issues") return update({ importIssues: imported.issues });
        if (imported.kind === "log")
          return update({ log: files.find(({ name }) => name === imported.file), importIssues: [] });
        if (imported.kind === "draft") {
          const names = files.map(({ name }) => name);
          const next: Draft = { ...imported.request, name: draftName(names, present()) };
          change(edit(store.get().history, next));
          return update({ notice: await importNotice(names, next, imported.dropped) });
        }
        const site = await ask(imported.file, imported.sites);
        if (site === undefined) return;
        sites[imported.file] = site;
      }
    },
    open: ({ draft: next, view }) => {
      const history = edit(store.get().history, next);
      const { from = 0, to = 0 } = view;
      endRanges();
      update({
        history,
        ranges: { kind: "none" },
        ...(view.cursor === undefined ? {} : { cursor: view.cursor }),
        ...(view.scope === undefined ? {} : { scope: view.scope }),
        ...(view.picks === undefined ? {} : { picks: view.picks }),
        ...(to > from ? { from, to } : {}),
      });
      start(next);
    },
  };
  return app;
}
