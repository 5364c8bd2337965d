/** What the page and its worker say to each other. The worker says `ready` once it listens. */
import type { JsonObject } from "../state/patch.ts";
import type { IssueView, PresetView, RunView } from "../view/run-view.ts";

export interface RunRequest {
  readonly preset: string;
  readonly patch: JsonObject;
  readonly seed?: number;
}

export type ToWorker =
  | { readonly kind: "run"; readonly id: number; readonly request: RunRequest }
  | { readonly kind: "cancel"; readonly id: number }
  /** Asks for the text of a scenario: the preset's and the changed one's. */
  | { readonly kind: "text"; readonly id: number; readonly request: RunRequest };

export type FromWorker =
  | { readonly kind: "ready"; readonly presets: readonly PresetView[] }
  | { readonly kind: "progress"; readonly id: number; readonly fraction: number }
  | { readonly kind: "done"; readonly id: number; readonly view: RunView; readonly milliseconds: number }
  | { readonly kind: "issues"; readonly id: number; readonly issues: readonly IssueView[] }
  | { readonly kind: "cancelled"; readonly id: number }
  | { readonly kind: "failed"; readonly id: number; readonly message: string }
  | { readonly kind: "text"; readonly id: number; readonly presetText: string; readonly text: string };
