/** What the page and its two workers say to each other. A worker says `ready` once it listens. */
import type { Model } from "../api.ts";
import type { JsonObject } from "../state/patch.ts";
import type { Shown } from "../view/from-result.ts";
import type { IssueView, PresetView, RunView } from "../view/run-view.ts";

export interface RunRequest {
  readonly preset: string;
  readonly patch: JsonObject;
  readonly seed?: number;
}

/** `text` asks for the text of a scenario: the preset's and the changed one's. */
export interface ToScenarioWorker {
  readonly kind: "prepare" | "text";
  readonly id: number;
  readonly request: RunRequest;
}

export type FromScenarioWorker =
  | { readonly kind: "ready"; readonly presets: readonly PresetView[] }
  | { readonly kind: "prepared"; readonly id: number; readonly model: Model; readonly shown: Shown }
  | { readonly kind: "issues"; readonly id: number; readonly issues: readonly IssueView[] }
  | { readonly kind: "failed"; readonly id: number; readonly message: string }
  | { readonly kind: "text"; readonly id: number; readonly presetText: string; readonly text: string };

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
