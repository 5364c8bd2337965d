/** What the page and its two workers say to each other. A worker says `ready` once it listens. */
import type { Model } from "../api.ts";
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

/** `text` asks for the text of a scenario: the preset's and the changed one's. */
export type ToScenarioWorker =
  | { readonly kind: "prepare" | "text"; readonly id: number; readonly request: RunRequest }
  | { readonly kind: "import"; readonly id: number; readonly order: ImportOrder };

export type FromScenarioWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "prepared"; readonly id: number; readonly model: Model; readonly shown: Shown }
  | { readonly kind: "issues"; readonly id: number; readonly issues: readonly IssueView[] }
  | { readonly kind: "failed"; readonly id: number; readonly message: string }
  | { readonly kind: "text"; readonly id: number; readonly presetText: string; readonly text: string }
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
