/** Says what the schema refused in the words of this project: path, rule, what is allowed, what was found. */
import { z } from "zod";
import { showFound, suggestion } from "./issues.ts";
import type { Issue, IssueList } from "./issues.ts";
import { isObject } from "./merge-patch.ts";
import { knownKeys, schemasAt, shapeOf, unwrap } from "./schema-path.ts";

type Raw = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const dotted = (path: Path): string => path.map(String).join(".");

/** The value at a path of the input; undefined where there is none. */
function at(input: unknown, path: Path): unknown {
  let value = input;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isObject(value) && Object.hasOwn(value, key)) value = value[String(key)];
    else return undefined;
  }
  return value;
}

const ARTICLE: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object keyed by id",
  array: "a list",
};
const quoted = (values: readonly unknown[]): string => values.map((v) => JSON.stringify(v)).join(", ");

/** `number from 0 to 1 (share)` out of the metadata a quantity field carries. */
function quantityRule(meta: Readonly<Record<string, unknown>>): string {
  const { min, max } = meta;
  const unit = meta["unit"] === "" || meta["unit"] === "1" ? "" : ` (${String(meta["unit"])})`;
  if (typeof min === "number" && typeof max === "number")
    return `must be a number from ${min} to ${max}${unit}`;
  if (typeof min === "number") return `must be a number >= ${min}${unit}`;
  if (typeof max === "number") return `must be a number <= ${max}${unit}`;
  return `must be a number${unit}`;
}

/** Metadata of the quantity field at a path, if it is one. */
function quantityMeta(root: z.ZodType, path: Path): Readonly<Record<string, unknown>> | undefined {
  const last = path[path.length - 1];
  if (last === undefined) return undefined;
  for (const parent of schemasAt(root, path.slice(0, -1))) {
    let field: z.core.$ZodType | undefined;
    if (parent instanceof z.ZodRecord) field = parent.def.valueType;
    else if (parent instanceof z.ZodObject) field = shapeOf(parent)[String(last)];
    if (field === undefined) continue;
    const inner = unwrap(field);
    const meta = inner instanceof z.ZodType ? inner.meta() : undefined;
    if (meta !== undefined && typeof meta["unit"] === "string") return meta;
  }
  return undefined;
}

/** The branch of a union the user most likely meant: least misfit at its top, then fewest faults. */
function closest(errors: readonly (readonly Raw[])[]): readonly Raw[] {
  const misfit = (branch: readonly Raw[]): number =>
    branch.reduce(
      (sum, each) =>
        sum +
        (each.path.length === 0 && each.code === "invalid_type"
          ? 1000
          : each.code === "unrecognized_keys"
            ? 10
            : 1),
      0,
    );
  return [...errors].sort((a, b) => misfit(a) - misfit(b))[0] ?? [];
}

function sizeRule(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const big = issue.code === "too_big";
  const limit = String(big ? issue.maximum : issue.minimum);
  if (issue.origin === "string")
    return big ? `must be at most ${limit} characters long` : `must be at least ${limit} characters long`;
  if (issue.origin === "array")
    return big ? `must have at most ${limit} entries` : `must have at least ${limit} entry`;
  return `must be ${big ? "<" : ">"}${issue.inclusive === false ? "" : "="} ${limit}`;
}

/** Adds the faults of a refused parse of `input` to `list`. */
export function addZodIssues(
  list: IssueList,
  root: z.ZodType,
  input: unknown,
  issues: readonly Raw[],
  base: Path = [],
): void {
  for (const issue of issues) {
    const path = [...base, ...issue.path];
    const value = at(input, path);
    const say = (message: string): void => list.add(entry(dotted(path), message, value));
    switch (issue.code) {
      case "unrecognized_keys": {
        const known = [...new Set(schemasAt(root, path).flatMap((schema) => knownKeys(schema)))];
        for (const key of issue.keys)
          list.add(
            entry(
              dotted([...path, key]),
              `is not a known key${known.length === 0 ? "" : suggestion(key, known)}`,
              at(value, [key]),
            ),
          );
        break;
      }
      case "invalid_union":
        addUnion(list, root, input, issue, path);
        break;
      case "invalid_type":
        if (value === undefined) say(`is missing; must be ${ARTICLE[issue.expected] ?? issue.expected}`);
        else
          say(
            `must be ${ARTICLE[issue.expected] ?? issue.expected}${typeof value === "number" && !Number.isFinite(value) ? " that is finite" : ""}`,
          );
        break;
      case "invalid_value":
        say(
          `must be one of ${quoted(issue.values)}${typeof value === "string" ? nearHint(value, issue.values.map(String)) : ""}`,
        );
        break;
      case "too_big":
      case "too_small":
        say(sizeRule(issue));
        break;
      case "invalid_key":
        list.add({
          path: dotted(path),
          message: `is not a valid key: ${issue.issues.map((each) => each.message).join("; ")}`,
        });
        break;
      case "not_multiple_of":
        say(`must be a multiple of ${issue.divisor}`);
        break;
      case "invalid_format":
        say(issue.format === "date" ? "must be a day that exists, as YYYY-MM-DD" : lower(issue.message));
        break;
      case "invalid_element":
      case "custom":
        say(lower(issue.message));
        break;
    }
  }
}

const entry = (path: string, message: string, value: unknown): Issue =>
  value === undefined ? { path, message } : { path, message, found: showFound(value) };
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function nearHint(word: string, candidates: readonly string[]): string {
  const hint = suggestion(word, candidates);
  return hint.startsWith("; did") ? hint : "";
}

function addUnion(
  list: IssueList,
  root: z.ZodType,
  input: unknown,
  issue: z.core.$ZodIssueInvalidUnion,
  path: Path,
): void {
  const value = at(input, path);
  if (issue.errors.length === 0) {
    const kinds = schemasAt(root, path.slice(0, -1)).flatMap((schema) =>
      discriminatorValues(schema, String(path[path.length - 1])),
    );
    const message =
      value === undefined ? `is missing; must be one of ${quoted(kinds)}` : `must be one of ${quoted(kinds)}`;
    list.add(entry(dotted(path), kinds.length === 0 ? lower(issue.message) : message, value));
    return;
  }
  const meta = quantityMeta(root, path);
  if (meta !== undefined && !isObject(value)) {
    const rule = quantityRule(meta);
    list.add(entry(dotted(path), value === undefined ? `is missing; ${rule}` : rule, value));
    return;
  }
  const literals = issue.errors.flatMap((branch) =>
    branch.flatMap((each) => (each.code === "invalid_value" && each.path.length === 0 ? each.values : [])),
  );
  if (
    literals.length > 0 &&
    !isObject(value) &&
    issue.errors.every((branch) => branch.every((each) => each.path.length === 0))
  ) {
    const numbers = issue.errors.some((branch) =>
      branch.some((each) => each.code === "invalid_union" || each.code === "invalid_type"),
    );
    list.add(
      entry(
        dotted(path),
        `must be one of ${quoted(literals)}${numbers ? " or a number in range" : ""}`,
        value,
      ),
    );
    return;
  }
  addZodIssues(
    list,
    root,
    input,
    meta === undefined ? closest(issue.errors) : quantityBranch(issue.errors, value),
    path,
  );
}

/** For an object in a quantity's place: its written form, or one without a value where there is such a form. */
function quantityBranch(errors: readonly (readonly Raw[])[], value: unknown): readonly Raw[] {
  const other = isObject(value) && value["value"] === undefined;
  return (other ? errors[2] : undefined) ?? errors[1] ?? closest(errors);
}

function discriminatorValues(schema: z.core.$ZodType, key: string): readonly unknown[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const field = shapeOf(schema)[key];
  return field instanceof z.ZodLiteral ? field.def.values : [];
}
