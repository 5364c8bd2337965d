/** The uncertain inputs of a scenario: its own numbers with a range, and those of the catalogue entries it uses. */
import { z } from "zod";
import { catalogueOf } from "../scenario/catalogue-patch.ts";
import { CatalogueEntry } from "../scenario/catalogue-schema.ts";
import type { JsonObject } from "../scenario/merge-patch.ts";
import { inputNumbersOf, numbersOf } from "../scenario/numbers.ts";
import type { NumberAt } from "../scenario/numbers.ts";
import { schemasAt } from "../scenario/schema-path.ts";
import { Scenario } from "../scenario/schema.ts";
import { usedEntries } from "./used-entries.ts";
import { spreadOf } from "./spread.ts";
import type { Ranged, Spread } from "./spread.ts";

/** What the schema allows at a place. */
interface Allowed {
  readonly min: number;
  readonly max: number;
  /** Only whole numbers make sense. */
  readonly whole: boolean;
}

export interface RangedInput extends Allowed {
  /** Names from the top of the scenario; the first is `catalogue` for a number of the catalogue. */
  readonly keys: readonly string[];
  readonly path: string;
  readonly written: JsonObject;
  readonly spread: Spread;
  readonly unit: string;
}

/** Every input of `scenario` that is drawn, in the order of the file, those of the catalogue last. */
export const rangedInputs = (scenario: Scenario): readonly RangedInput[] => inputsOf(scenario, spreadOf);

/** The same and those whose range says how something else spreads: not drawn, yet low and high are ends worth a look. */
export const inputsWithEnds = (scenario: Scenario): readonly RangedInput[] =>
  inputsOf(scenario, ({ distribution, ...q }) =>
    spreadOf(distribution === "fixed" ? q : { ...q, distribution }),
  );

type SpreadOf = (q: Ranged) => Spread | undefined;

function inputsOf(scenario: Scenario, spreadFor: SpreadOf): readonly RangedInput[] {
  const own = [...inputNumbersOf(scenario)].flatMap((number) =>
    ranged(number, allowedAt(schemasAt(Scenario, number.keys)), spreadFor),
  );
  const catalogue = usedEntries(scenario, catalogueOf(scenario)).flatMap(({ shelf, entry, leftOut }) =>
    [...numbersOf(entry)]
      .filter(({ keys }) => !leftOut.includes(keys[0] ?? ""))
      .flatMap((number) => {
        const keys = ["catalogue", shelf, entry.id, ...number.keys];
        const allowed = allowedAt(schemasAt(CatalogueEntry, number.keys));
        return ranged({ ...number, keys, path: keys.join(".") }, allowed, spreadFor);
      }),
  );
  return [...own, ...catalogue];
}

function ranged(
  { keys, path, written }: NumberAt,
  allowed: Allowed,
  spreadFor: SpreadOf,
): readonly RangedInput[] {
  if (typeof written === "number") return [];
  const q = Written.parse(written);
  const spread = spreadFor(q);
  return spread === undefined ? [] : [{ ...allowed, keys, path, written, spread, unit: q.unit ?? "" }];
}

const Written = z.object({
  value: z.number(),
  low: z.number().optional(),
  high: z.number().optional(),
  bounds: z.boolean().optional(),
  distribution: z.string().optional(),
  unit: z.string().optional(),
});

/** Limits of the numbers that `schemas` describe; where several kinds share a name, what all of them allow. */
function allowedAt(schemas: readonly z.core.$ZodType[]): Allowed {
  let allowed: Allowed = { min: -Infinity, max: Infinity, whole: false };
  for (const schema of schemas) {
    const written: unknown = schema instanceof z.ZodObject ? schema.shape["value"] : undefined;
    const value: unknown = written instanceof z.ZodOptional ? written.unwrap() : written;
    const unit: unknown = schema instanceof z.ZodObject ? schema.shape["unit"] : undefined;
    if (!(value instanceof z.ZodNumber)) continue;
    allowed = {
      min: Math.max(allowed.min, value.minValue ?? -Infinity),
      max: Math.min(allowed.max, value.maxValue ?? Infinity),
      // A part of a chip cannot be bought; elsewhere whole numbers are those the schema insists on.
      whole: allowed.whole || value.format === "safeint" || unitIs(unit, "chips"),
    };
  }
  return allowed;
}

function unitIs(unit: unknown, name: string): boolean {
  const inner = unit instanceof z.ZodOptional ? unit.unwrap() : unit;
  return inner instanceof z.ZodLiteral && inner.def.values.includes(name);
}
