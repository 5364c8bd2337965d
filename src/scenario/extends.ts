/** Resolves `extends`: a scenario that states only what differs from another. */
import { showFound, suggestion } from "./issues.ts";
import type { Issue, IssueList } from "./issues.ts";
import { checkValue, LIMITS } from "./limits.ts";
import { isObject, mergePatch } from "./merge-patch.ts";
import type { JsonObject } from "./merge-patch.ts";

/** A document found by reference; `name` tells it from others, so that a cycle is noticed. */
export type Found =
  | { readonly name: string; readonly value: unknown }
  | { readonly issues: readonly Issue[] };

/** Finds what `extends` names (beside presets); undefined where there is none. `from` is the document that asks. */
export type Resolve = (reference: string, from: string) => Found | undefined;

/** Where presets are found: all at hand, or those that were fetched. */
export interface PresetSource {
  readonly ids: readonly string[];
  /** The file of a preset as it is written, or undefined. */
  readonly file: (id: string) => unknown;
  /** Announcements that come with the program, by id, as they are written. */
  readonly announcements: () => JsonObject;
}

/** A document and what it extends. */
export interface Extended {
  /** What it starts from: the presets it extends, merged; without any, the last document of the chain. */
  readonly base: JsonObject;
  /** The preset nearest to it. */
  readonly preset: string | undefined;
  /** What is written over the base, the document itself last. */
  readonly over: readonly JsonObject[];
}

/** Removes forbidden keys that `checkValue` has reported, so that the other faults come in the same go. */
function withoutForbidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutForbidden);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(
    ([key]) => key !== "__proto__" && key !== "constructor" && key !== "prototype",
  );
  return Object.fromEntries(entries.map(([key, part]) => [key, withoutForbidden(part)]));
}

/** A document that may be walked by recursion, or undefined when it is too large or no object. */
export function admit(list: IssueList, name: string, value: unknown): JsonObject | undefined {
  const issues = checkValue(name, value);
  for (const issue of issues) list.add(issue);
  if (issues.some((issue) => issue.path === name)) return undefined;
  if (!isObject(value)) {
    list.add({ path: name, message: "must be an object", found: showFound(value) });
    return undefined;
  }
  const safe = issues.length === 0 ? value : withoutForbidden(value);
  return isObject(safe) ? safe : undefined;
}

/** The document and everything it extends; undefined when that failed, and `list` says why. */
export function resolveExtends(
  list: IssueList,
  name: string,
  document: JsonObject,
  resolve: Resolve | undefined,
  presets: PresetSource,
): Extended | undefined {
  const layers: JsonObject[] = [document];
  const chain: string[] = [name];
  for (let top = document; top["extends"] !== undefined;) {
    const reference = top["extends"];
    const from = chain[chain.length - 1] ?? name;
    const path = chain.length === 1 ? "extends" : `${from}: extends`;
    if (typeof reference !== "string") {
      list.report(path, "must be the id of a preset or the path of a file", reference);
      return undefined;
    }
    const found: Found | undefined = resolve?.(reference, from) ?? preset(presets, reference);
    if (found === undefined) {
      list.report(
        path,
        `must be a preset${resolve === undefined ? "" : " or a file"}${suggestion(reference, presets.ids)}`,
        reference,
      );
      return undefined;
    }
    if ("issues" in found) {
      for (const issue of found.issues) list.add(issue);
      return undefined;
    }
    if (chain.includes(found.name)) {
      list.add({ path, message: `must not lead back to itself: ${[...chain, found.name].join(" -> ")}` });
      return undefined;
    }
    if (chain.length > LIMITS.chain) {
      list.add({ path, message: `must not be longer than ${LIMITS.chain} steps` });
      return undefined;
    }
    const next = admit(list, found.name, found.value);
    if (next === undefined) return undefined;
    chain.push(found.name);
    layers.push(next);
    top = next;
  }
  // The document is first, what everything rests on is last.
  const nearest = chain.findIndex((each) => presets.ids.includes(each));
  const first = nearest < 0 ? layers.length - 1 : nearest;
  const plain = layers.map((layer) => ({ ...layer, extends: null }));
  const base = plain.slice(first).reduceRight<unknown>((under, layer) => mergePatch(under, layer), {});
  return {
    base: isObject(base) ? base : {},
    preset: chain[nearest],
    over: plain.slice(0, first).toReversed(),
  };
}

function preset(presets: PresetSource, id: string): Found | undefined {
  const value = presets.file(id);
  return value === undefined ? undefined : { name: id, value };
}
