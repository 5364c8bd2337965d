/** What the page and its study workers say to each other. Fetched only when a reader asks for many runs. */
import type {
  Answer,
  Band,
  Comparison,
  HeadlineSpread,
  MoneyBasis,
  MoneyDone,
  MoneyRanges,
  MoneyStudySize,
  MoneyTask,
  Outcome,
} from "../api.ts";
import type { RunRequest } from "./protocol.ts";

/** One draw of one plan: 0 is A, 1 is B, from 2 on A with some of the changes to B. */
export interface StudyDraw {
  readonly variant: number;
  readonly sample: number;
  readonly replication: number;
}

/** `b` is left out where one plan is studied by itself. */
export interface StudyPlans {
  readonly a: RunRequest;
  readonly b?: RunRequest;
}

export interface StudyRun {
  readonly draw: StudyDraw;
  readonly outcome: Outcome;
}

/** Everything the page shows of a study, of what has come in so far. */
export interface StudyView {
  readonly samples: number;
  /** Of the plan on screen: B where there are two. */
  readonly bands: readonly Band[];
  readonly spreads: readonly HeadlineSpread[];
  readonly answers: readonly Answer[];
  readonly comparison?: Comparison;
  /** By headline: "US sites later by +0.3, Chips −0.1". */
  readonly because: Readonly<Record<string, string>>;
  readonly changes: readonly string[];
}

export type ToStudyWorker =
  | { readonly kind: "plan"; readonly id: number; readonly plans: StudyPlans }
  | { readonly kind: "run"; readonly id: number; readonly plans: StudyPlans; readonly draw: StudyDraw }
  | {
      readonly kind: "read";
      readonly id: number;
      readonly plans: StudyPlans;
      readonly runs: readonly StudyRun[];
    }
  /** Opens a study of money, on what the run of a request did; its tasks and readings follow. */
  | { readonly kind: "money-open"; readonly id: number; readonly ask: MoneyAsk }
  | { readonly kind: "money-task"; readonly id: number; readonly task: MoneyTask }
  | { readonly kind: "money-read"; readonly id: number; readonly done: readonly MoneyDone[] };

export interface MoneyAsk {
  readonly request: RunRequest;
  readonly basis: MoneyBasis;
  readonly size?: MoneyStudySize;
}

export type FromStudyWorker =
  | { readonly kind: "ready" }
  /** How many variants there are, or why there can be no study. */
  | { readonly kind: "planned"; readonly id: number; readonly variants: number; readonly refused?: string }
  | { readonly kind: "ran"; readonly id: number; readonly run: StudyRun }
  | { readonly kind: "view"; readonly id: number; readonly view: StudyView }
  | { readonly kind: "money-opened"; readonly id: number; readonly tasks: readonly MoneyTask[] }
  | { readonly kind: "money-ran"; readonly id: number; readonly done: MoneyDone }
  | { readonly kind: "money-view"; readonly id: number; readonly view: MoneyRanges }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
