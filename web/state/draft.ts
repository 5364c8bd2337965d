/**
 * A draft: a preset, or a scenario of the reader's own, and what was changed in it. Undo steps through drafts;
 * a link carries one.
 */
import type { LeverView, RangeLever } from "../view/run-view.ts";
import type { JsonObject } from "./patch.ts";
import { equal, getPath, isObject, leaves, setPath } from "./patch.ts";

export interface Draft {
  /** Id of a preset; `own` where there is a scenario of the reader's own. */
  readonly preset: string;
  /** A whole scenario that stands in the place of a preset. */
  readonly own?: JsonObject;
  /** JSON merge patch on the preset's scenario, or on the reader's own. */
  readonly patch: JsonObject;
  /** undefined: the preset's own seed. */
  readonly seed?: number;
  readonly name: string;
}

export interface History {
  readonly past: readonly Draft[];
  readonly present: Draft;
  readonly future: readonly Draft[];
  /** What the last edit was; edits of the same kind, as in one drag, are one step. */
  readonly editing?: string;
}

const kept = 200;

export const freshDraft = (preset: string): Draft => ({ preset, patch: {}, name: "" });
/** Name that stands for a scenario of the reader's own where a preset's would. */
export const ownPreset = "own";
/** The draft with nothing changed: the baseline of it. */
export const plainOf = ({ preset, own }: Pick<Draft, "preset" | "own">): Draft => ({
  ...freshDraft(preset),
  ...(own === undefined ? {} : { own }),
});
export const freshHistory = (present: Draft): History => ({ past: [], present, future: [] });

/** The history after an edit; edits with the same `editing` key in a row are one step of undo. */
export function edit(history: History, next: Draft, editing?: string): History {
  if (sameDraft(history.present, next)) return history;
  const together = editing !== undefined && editing === history.editing;
  const past = together ? history.past : [...history.past, history.present].slice(-kept);
  return { past, present: next, future: [], ...(editing === undefined ? {} : { editing }) };
}

/** Ends a drag: the next edit is a step of its own. */
export function settle(history: History): History {
  const { editing, ...rest } = history;
  return editing === undefined ? history : rest;
}

export function undo(history: History): History {
  const last = history.past.at(-1);
  if (last === undefined) return history;
  return { past: history.past.slice(0, -1), present: last, future: [history.present, ...history.future] };
}

export function redo(history: History): History {
  const [next, ...future] = history.future;
  return next === undefined ? history : { past: [...history.past, history.present], present: next, future };
}

export function sameDraft(one: Draft, other: Draft): boolean {
  return one === other || (one.name === other.name && sameRun(one, other));
}

type Asked = Omit<Draft, "name"> & { readonly name?: string };

/** Do two drafts ask for the same run? A name changes nothing that is simulated. */
export function sameRun(one: Asked, other: Asked): boolean {
  return (
    one.preset === other.preset &&
    one.seed === other.seed &&
    equal(one.own, other.own) &&
    equal(one.patch, other.patch)
  );
}

export function isUnchanged(draft: Pick<Draft, "patch" | "seed">): boolean {
  return Object.keys(draft.patch).length === 0 && draft.seed === undefined;
}

export function changeCount(draft: Draft): number {
  return leaves(draft.patch).length + (draft.seed === undefined ? 0 : 1);
}

/** Value a lever stands at in a draft. */
export function leverValue(draft: Draft, lever: RangeLever): number;
export function leverValue(draft: Draft, lever: LeverView): string | number;
export function leverValue(draft: Draft, lever: LeverView): string | number {
  const found = getPath(draft.patch, lever.paths[0] ?? []);
  const value = isObject(found) ? found["value"] : found;
  if (lever.kind === "range") return typeof value === "number" ? value : lever.preset;
  return typeof value === "number" || typeof value === "string" ? value : lever.preset;
}

/** The draft with a lever moved; at the preset's value nothing is left of it in the patch. */
export function withLever(draft: Draft, lever: LeverView, value: string | number): Draft {
  const same =
    lever.kind === "range"
      ? typeof value === "number" && Math.abs(value - lever.preset) < lever.step * 1e-6
      : value === lever.preset;
  let patch = draft.patch;
  for (const path of lever.paths) patch = setPath(patch, path, same ? undefined : value);
  return { ...draft, patch };
}

export function withSeed(draft: Draft, seed: number | undefined): Draft {
  const { seed: _, ...rest } = draft;
  return seed === undefined ? rest : { ...rest, seed };
}
