/** The catalogue of one scenario: the built-in one changed by the scenario's merge patch, checked again. */
import { builtinCatalogue } from "./builtin.ts";
import { CatalogueError, parseCatalogue } from "./catalogue.ts";
import type { Catalogue } from "./catalogue.ts";
import { CatalogueEntry } from "./catalogue-schema.ts";
import { IssueList, suggestion } from "./issues.ts";
import type { Issue } from "./issues.ts";
import { isObject, mergePatch } from "./merge-patch.ts";
import type { JsonObject } from "./merge-patch.ts";
import { alternatives, schemasAt } from "./schema-path.ts";
import { addZodIssues } from "./zod-issues.ts";
import { z } from "zod";

/** Kind of entry on each shelf of the catalogue. */
const KINDS: Readonly<Record<keyof Catalogue, CatalogueEntry["kind"]>> = {
  chips: "chip",
  systems: "system",
  hallTypes: "hall-type",
  regions: "region",
  sites: "site",
  llms: "llm",
  profiles: "demand-profile",
  tokenMixes: "token-mix",
  sloClasses: "slo-class",
  archetypes: "archetype",
  accessPaths: "access-path",
  prices: "price-list",
  reliability: "reliability",
  wattsByState: "watts-by-state",
  units: "unit-series",
};

const SHELVES = [
  "chips",
  "systems",
  "hallTypes",
  "regions",
  "sites",
  "llms",
  "profiles",
  "tokenMixes",
  "sloClasses",
  "archetypes",
  "accessPaths",
  "prices",
  "reliability",
  "wattsByState",
  "units",
] as const satisfies readonly (keyof Catalogue)[];

export interface PatchedCatalogue {
  /** Absent when the patch has faults. */
  readonly catalogue?: Catalogue;
  /** As far as it could be merged, for checks that run beside the faults. */
  readonly merged: Readonly<Record<string, JsonObject>>;
  readonly issues: readonly Issue[];
}

type Schema = z.core.$ZodType;

const schemaOfKind = (kind: string): readonly Schema[] =>
  alternatives(CatalogueEntry).filter((schema) => {
    const field: unknown = schema instanceof z.ZodObject ? schema.shape["kind"] : undefined;
    return field instanceof z.ZodLiteral && field.def.values.includes(kind);
  });

/** The unit of a field: the first its schema allows. */
function unitAt(schema: Schema): string | undefined {
  const unit: unknown = schema instanceof z.ZodObject ? schema.shape["unit"] : undefined;
  if (unit instanceof z.ZodEnum) return String(unit.options[0]);
  return unit instanceof z.ZodLiteral ? String(unit.def.values[0]) : undefined;
}

const YOURS = { source: "yours", confidence: "assumed" } as const;

const hasFields = (schemas: readonly Schema[], ...names: readonly string[]): boolean =>
  schemas.some((schema) => schema instanceof z.ZodObject && names.every((name) => name in schema.shape));

/**
 * `patch` over `before`, where a changed number or date without a source becomes the user's own: what the
 * catalogue said of its range and source no longer holds for it. A bare number takes the field's unit.
 */
function merge(before: unknown, patch: unknown, schemas: readonly Schema[]): unknown {
  const fact = schemas.find(
    (schema) => schema instanceof z.ZodObject && "source" in schema.shape && "unit" in schema.shape,
  );
  if (fact !== undefined) {
    const old = isObject(before) ? before : {};
    const unit = old["unit"] ?? unitAt(fact);
    if (typeof patch === "number") return { value: patch, unit, ...YOURS };
    if (isObject(patch) && patch["source"] === undefined) {
      const merged = mergePatch(
        isObject(old["values"]) ? { values: old["values"] } : { value: old["value"] },
        patch,
      );
      return { unit, ...(isObject(merged) ? merged : {}), ...YOURS };
    }
    return mergePatch(before, patch);
  }
  if (!isObject(patch)) return patch;
  if (patch["date"] !== undefined && patch["source"] === undefined && hasFields(schemas, "source", "date")) {
    const { low: _low, high: _high, note: _note, ...kept } = isObject(before) ? before : {};
    const dated = mergePatch(kept, patch);
    return isObject(dated) ? { ...dated, ...YOURS } : dated;
  }
  const merged: Record<string, unknown> = isObject(before) ? { ...before } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else
      merged[key] = merge(
        merged[key],
        value,
        schemas.flatMap((schema) => schemasAt(schema, [key])),
      );
  }
  return merged;
}

/** Which numbers others were computed from is the built-in catalogue's own book-keeping. */
function withoutInputs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutInputs);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (key === "inputs" ? [] : [[key, withoutInputs(part)]])),
  );
}

/** The built-in catalogue changed by `patch` (shelf -> id -> merge patch of the entry); all faults at once. */
export function patchCatalogue(patch: unknown): PatchedCatalogue {
  const builtin = builtinCatalogue();
  const shelves = Object.entries(KINDS);
  const merged: Record<string, Record<string, unknown>> = {};
  for (const shelf of SHELVES) merged[shelf] = { ...builtin[shelf] };
  if (!isObject(patch) || Object.keys(patch).length === 0) return { catalogue: builtin, merged, issues: [] };
  const list = new IssueList();
  for (const [shelf, entries] of Object.entries(patch)) {
    const kind = shelves.find(([name]) => name === shelf)?.[1];
    const target = merged[shelf];
    if (kind === undefined || target === undefined) {
      list.add({
        path: `catalogue.${shelf}`,
        message: `is not a part of the catalogue${suggestion(shelf, Object.keys(KINDS))}`,
      });
    } else if (!isObject(entries)) {
      list.report(`catalogue.${shelf}`, "must be an object keyed by id", entries);
    } else {
      for (const [id, change] of Object.entries(entries))
        patchEntry(list, target, `catalogue.${shelf}`, kind, id, change);
    }
  }
  if (list.issues.length > 0) return { merged, issues: list.issues };
  return crossChecked(merged);
}

function patchEntry(
  list: IssueList,
  shelf: Record<string, unknown>,
  path: string,
  kind: string,
  id: string,
  change: unknown,
): void {
  if (change === null) {
    delete shelf[id];
    return;
  }
  if (!isObject(change)) {
    list.report(`${path}.${id}`, "must be an object", change);
    return;
  }
  const entry = withoutInputs(merge(shelf[id] ?? { kind, id }, change, schemaOfKind(kind)));
  shelf[id] = entry;
  const parsed = CatalogueEntry.safeParse(entry);
  if (parsed.success) return;
  const faults = new IssueList();
  const schema = schemaOfKind(kind)[0];
  addZodIssues(faults, schema instanceof z.ZodType ? schema : CatalogueEntry, entry, parsed.error.issues);
  for (const fault of faults.issues)
    list.add({ ...fault, path: fault.path === "" ? `${path}.${id}` : `${path}.${id}.${fault.path}` });
}

/** Rules between entries; a fault reads `path rule`, where the path begins at the shelf. */
function crossChecked(merged: Readonly<Record<string, Readonly<Record<string, unknown>>>>): PatchedCatalogue {
  const files: Record<string, unknown> = {};
  for (const [shelf, entries] of Object.entries(merged))
    for (const [id, entry] of Object.entries(entries))
      files[`catalogue.${shelf}.${id}`] = withoutInputs(entry);
  try {
    return { catalogue: parseCatalogue(files), merged, issues: [] };
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    const issues = error.faults.map((line): Issue => {
      const [path = "", ...rest] = line.split(" ");
      return {
        path: path.startsWith("catalogue.") ? path.replace(/:$/, "") : `catalogue.${path}`,
        message: rest.join(" "),
      };
    });
    return { merged, issues };
  }
}

/** One entry as `catalogueOf` has it, without the rest being read again: for what asks hundreds of times. */
export function entryOf<Entry>(
  patch: Readonly<Record<string, unknown>>,
  shelf: "chips" | "regions",
  id: string,
  builtin: Readonly<Record<string, Entry>>,
  schema: { readonly parse: (value: unknown) => Entry },
): Entry | undefined {
  const before = builtin[id];
  const change = isObject(patch[shelf]) ? patch[shelf][id] : undefined;
  if (change === undefined) return before;
  if (change === null) return undefined;
  const kind = KINDS[shelf];
  return schema.parse(withoutInputs(merge(before ?? { kind, id }, change, schemaOfKind(kind))));
}

/**
 * The catalogue a loaded scenario runs with.
 * @throws {TypeError} when the scenario's patch is faulty, which `loadScenario` has ruled out
 */
export function catalogueOf(scenario: { readonly catalogue: Readonly<Record<string, unknown>> }): Catalogue {
  const { catalogue, issues } = patchCatalogue(scenario.catalogue);
  if (catalogue === undefined)
    throw new TypeError(
      `catalogue of the scenario is faulty: ${issues.map((each) => `${each.path} ${each.message}`).join("; ")}`,
    );
  return catalogue;
}
