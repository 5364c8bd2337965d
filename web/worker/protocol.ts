/** What the page and its two workers say to each other. A worker says `ready` once it listens. */
import type { Headline, Model, MoneyBasis, MoneyInfo, NewsItem, ToldNews, ToldRun } from "../api.ts";
import type { JsonObject } from "../state/patch.ts";
import type { Shown } from "../view/from-result.ts";
import type { IssueView, RunView } from "../view/run-view.ts";

export interface RunRequest {
  readonly preset: string;
  /** A whole scenario in the place of the preset. */
  readonly own?: JsonObject;
  readonly patch: JsonObject;
  readonly seed?: number;
}

/** Files brought in over a draft; `sites` says of tables of phases which site they are for, by the file's name. */
export interface ImportOrder {
  readonly files: readonly File[];
  readonly request: RunRequest;
  readonly sites: Readonly<Record<string, string>>;
}

/** What files come to: a draft to run, all that is wrong with them, or a question that only the reader can answer. */
export type Imported =
  | {
      readonly kind: "draft";
      readonly request: RunRequest;
      /** Ids of levers that were left out, as what they move is no longer there. */
      readonly dropped: readonly string[];
    }
  | { readonly kind: "issues"; readonly issues: readonly IssueView[] }
  /** A log of jobs: no part of a draft. */
  | { readonly kind: "log"; readonly file: string }
  | {
      readonly kind: "which-site";
      readonly file: string;
      readonly sites: readonly { readonly id: string; readonly name: string }[];
    };

/** Announcements with their state in a scenario, or what is wrong with it. */
export type NewsAnswer =
  | { readonly ok: true; readonly items: readonly NewsItem[] }
  | { readonly ok: false; readonly issues: readonly IssueView[] };

/** What an announcement changed, from the run before it was switched to the one after. */
export interface NewsEffectOrder {
  readonly before: ToldRun;
  readonly after: ToldRun;
  readonly news: ToldNews;
}

/**
 * `text` asks for the text of a scenario: the preset's and the changed one's. `keep` hands over what run `id` did as far
 * as money asks; a later request that differs in prices alone is then settled on it, unless it is to be `fresh`.
 */
export type ToScenarioWorker =
  | {
      readonly kind: "prepare";
      readonly id: number;
      readonly request: RunRequest;
      readonly fresh?: boolean;
    }
  | { readonly kind: "text" | "news"; readonly id: number; readonly request: RunRequest }
  | { readonly kind: "effect"; readonly id: number; readonly order: NewsEffectOrder }
  | { readonly kind: "keep"; readonly id: number; readonly basis: MoneyBasis }
  | { readonly kind: "import"; readonly id: number; readonly order: ImportOrder };

/** What a change of prices changes of what is shown. */
export interface Settled {
  readonly shown: Shown;
  readonly inputs: Readonly<Record<string, number>>;
  readonly money: MoneyInfo;
  /** Those about money, in the place of the run's own of the same ids. */
  readonly headlines: readonly Headline[];
}

export type FromScenarioWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "prepared"; readonly id: number; readonly model: Model; readonly shown: Shown }
  /** No run is needed: it would be that of `of` at other prices. */
  | { readonly kind: "settled"; readonly id: number; readonly of: number; readonly settled: Settled }
  /** The same, once the run of `of` is there. */
  | { readonly kind: "waits"; readonly id: number; readonly of: number }
  | { readonly kind: "issues"; readonly id: number; readonly issues: readonly IssueView[] }
  | { readonly kind: "failed"; readonly id: number; readonly message: string }
  | { readonly kind: "text"; readonly id: number; readonly presetText: string; readonly text: string }
  | { readonly kind: "news"; readonly id: number; readonly news: NewsAnswer }
  | { readonly kind: "effect"; readonly id: number; readonly sentence: string }
  | { readonly kind: "imported"; readonly id: number; readonly imported: Imported };

export interface RunOrder {
  readonly kind: "run";
  readonly id: number;
  readonly model: Model;
  readonly shown: Shown;
}

export type ToRunWorker = RunOrder | { readonly kind: "cancel"; readonly id: number };

export type FromRunWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly id: number; readonly fraction: number }
  | { readonly kind: "done"; readonly id: number; readonly view: RunView; readonly milliseconds: number }
  | { readonly kind: "cancelled"; readonly id: number }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
