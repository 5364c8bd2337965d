/** The reference page of the scenario, written out of the schema itself. */
import { z } from "zod";
import { alternatives, shapeOf, unwrap } from "./schema-path.ts";
import { Scenario } from "./schema.ts";

type Schema = z.core.$ZodType;

interface Field {
  readonly path: string;
  readonly type: string;
  readonly unit: string;
  readonly allowed: string;
  readonly fallback: string;
  readonly help: string;
}

const metaOf = (schema: Schema): Readonly<Record<string, unknown>> =>
  schema instanceof z.ZodType ? (schema.meta() ?? {}) : {};

/** Description on the field itself or on what it wraps. */
function helpOf(schema: Schema): string {
  const own = metaOf(schema)["description"];
  if (typeof own === "string") return own;
  const inner = unwrap(schema);
  const text = inner === schema ? undefined : metaOf(inner)["description"];
  return typeof text === "string" ? text : "";
}

/** `required`, `optional` or the default as JSON. */
function fallbackOf(schema: Schema): string {
  if (schema instanceof z.ZodDefault) return code(JSON.stringify(schema.def.defaultValue));
  return schema instanceof z.ZodOptional ? "optional" : "required";
}

const code = (text: string): string => `\`${text}\``;
const isQuantity = (schema: Schema): boolean => typeof metaOf(unwrap(schema))["unit"] === "string";

function range(min: unknown, max: unknown): string {
  if (typeof min === "number" && typeof max === "number" && Math.abs(max) < 9e15) return `${min} to ${max}`;
  return typeof min === "number" && Number.isFinite(min) ? `>= ${min}` : "";
}

/** Type and limits of one alternative, in words. */
function describe(schema: Schema): { readonly type: string; readonly allowed: string } {
  if (schema instanceof z.ZodNumber)
    return {
      type: schema.format === "safeint" ? "integer" : "number",
      allowed: range(schema.minValue, schema.maxValue),
    };
  if (schema instanceof z.ZodEnum)
    return { type: "text", allowed: schema.options.map((option) => code(String(option))).join(", ") };
  if (schema instanceof z.ZodLiteral)
    return { type: "literal", allowed: schema.def.values.map((value) => code(String(value))).join(", ") };
  if (schema instanceof z.ZodBoolean) return { type: "true or false", allowed: "" };
  if (schema instanceof z.ZodISODate) return { type: "day", allowed: "YYYY-MM-DD" };
  if (schema instanceof z.ZodArray) return { type: `list of ${typeOf(schema.def.element)}`, allowed: "" };
  if (schema instanceof z.ZodRecord) return { type: `object by ${keyOf(schema)}`, allowed: "" };
  if (schema instanceof z.ZodObject) return { type: "object", allowed: "" };
  return { type: schema instanceof z.ZodString ? "text" : "anything", allowed: "" };
}

const typeOf = (schema: Schema): string =>
  isQuantity(schema)
    ? "quantity"
    : [...new Set(alternatives(schema).map((each) => describe(each).type))].join(" or ");
const keyOf = (schema: z.ZodRecord): string => (schema.def.keyType instanceof z.ZodISODate ? "day" : "id");
const segment = (schema: z.ZodRecord): string => (keyOf(schema) === "day" ? "<day>" : "<id>");

function fieldOf(path: string, schema: Schema): Field {
  const common = { path, fallback: fallbackOf(schema), help: helpOf(schema) };
  if (isQuantity(schema)) {
    const { unit, min, max, steps } = metaOf(unwrap(schema));
    return {
      ...common,
      type: steps === true ? "price path" : "quantity",
      unit: typeof unit === "string" ? unit : "",
      allowed: range(min, max),
    };
  }
  const members = alternatives(schema);
  const all = members.map(describe);
  const kinds = members
    .flatMap((member) => (member instanceof z.ZodObject ? [kindOf(member)] : []))
    .filter((kind) => kind !== "");
  if (kinds.length > 1)
    return { ...common, type: "object", unit: "", allowed: `kind: ${kinds.map(code).join(", ")}` };
  return {
    ...common,
    type: typeOf(schema),
    unit: "",
    allowed: all
      .map(({ allowed }) => allowed)
      .filter((text) => text !== "")
      .join(", "),
  };
}

/** Kind of a member of a discriminated union, to tell its fields from the other members'. */
function kindOf(schema: z.ZodObject): string {
  const kind = shapeOf(schema)["kind"];
  return kind instanceof z.ZodLiteral ? String(kind.def.values[0]) : "";
}

/** All fields below a schema, depth first, in the order of the file. */
function* fieldsBelow(schema: Schema, path: string): Generator<Field> {
  if (isQuantity(schema)) return;
  const members = alternatives(schema);
  const several = members.length > 1;
  for (const member of members) {
    if (member instanceof z.ZodObject) {
      const kind = several ? kindOf(member) : "";
      const base = kind === "" ? path : `${path}(${kind})`;
      for (const [key, field] of Object.entries(shapeOf(member))) {
        if (several && key === "kind") continue;
        const at = base === "" ? key : `${base}.${key}`;
        yield fieldOf(at, field);
        yield* fieldsBelow(field, at);
      }
    } else if (member instanceof z.ZodRecord)
      yield* fieldsBelow(member.def.valueType, `${path}.${segment(member)}`);
    else if (member instanceof z.ZodArray) yield* fieldsBelow(member.def.element, `${path}[]`);
  }
}

const HEADER = ["path", "type", "unit", "allowed", "default", "meaning"] as const;
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const cells = ({ path, type, unit, allowed, fallback, help }: Field): readonly string[] =>
  [code(path), type, unit, allowed, fallback, help].map(cell);

/** A Markdown table with its columns aligned, as the formatter leaves it. */
function table(fields: readonly Field[]): string {
  const rows = [HEADER, ...fields.map(cells)];
  const widths = HEADER.map((_, column) => Math.max(3, ...rows.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[], fill: string): string =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width, fill)).join(" | ")} |`;
  const [header = "", ...body] = rows.map((row) => line(row, " "));
  return `${[header, line([], "-"), ...body].join("\n")}\n`;
}

const INTRODUCTION = `# The scenario

Written by \`node .ci/reference.ts\` out of \`src/scenario/schema.ts\`; a test keeps it in step.

A scenario is one JSON object (on the command line also YAML). Every key must be known: a misspelt one is refused, with
the key that was probably meant. A _quantity_ is a bare number, which is then yours, or an object: \`{ "value": 840,
"low": 750, "high": 870 }\`, with \`source\` and \`confidence\` (measured, published, reported, derived, estimated, assumed)
where it is somebody else's. \`low\` and \`high\` are the 5th and 95th percentile, or hard bounds with \`"bounds": true\`.
A _price path_ is a quantity that may go on in steps: \`{ "value": 8.5e9, "steps": { "2028-01-01": 7e9 } }\`. A step is a
quantity or \`{ "usd", "until" }\` and holds until the next; the value holds until the first, and may be left out where a
step stands at the start. \`fallsPerYear\` is a share that each price loses a year from its date on, \`currency\` one of
\`money.currencies\`.

\`extends\` names a preset, or on the command line a file, that this scenario changes as a JSON merge patch (RFC 7396):
objects merge, \`null\` removes, everything else replaces. \`--set path=value\` changes one value; its path is the one in
the first column, with ids in the place of \`<id>\` and without the kind that some names carry in brackets.
\`catalogue\` is a patch too, by part and id of the entry, as in \`catalogue.chips.trainium2.allInWatts=900\`. Refused
before anything runs: more than 20 MB, 100 levels or a million values.
`;

/** The whole page as Markdown: what has parts gets a section of its own. */
export function scenarioReference(): string {
  const parts = Object.entries(shapeOf(Scenario)).map(
    ([key, schema]) => [key, [fieldOf(key, schema), ...fieldsBelow(schema, key)]] as const,
  );
  const plain = parts.filter(([, fields]) => fields.length === 1).flatMap(([, fields]) => fields);
  const sections = parts
    .filter(([, fields]) => fields.length > 1)
    .map(([key, fields]) => `## ${key}\n\n${table(fields)}`);
  return [INTRODUCTION, `## At the top\n\n${table(plain)}`, ...sections].join("\n");
}
