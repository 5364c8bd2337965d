/** A recipe as a file: what it is calibrated to, with sources, and the recipe itself. */
import { z } from "zod";
import { formatIssue, IssueList } from "../scenario/issues.ts";
import { addZodIssues } from "../scenario/zod-issues.ts";

const positive = z.number().gt(0).max(1e12);
const weights = z.array(z.number().min(0).max(1e12)).min(1).max(1000);

const Distribution = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("constant"), value: z.number().min(0) }),
  z.strictObject({ kind: z.literal("uniform"), low: z.number().min(0), high: z.number().min(0) }),
  z.strictObject({ kind: z.literal("exponential"), mean: positive }),
  z.strictObject({ kind: z.literal("lognormal"), median: positive, mean: positive }),
  z.strictObject({ kind: z.literal("weibull"), scale: positive, shape: positive }),
  z.strictObject({ kind: z.literal("hyperexponential"), means: z.array(positive).min(1), weights }),
  z.strictObject({ kind: z.literal("table"), values: z.array(z.number().min(0)).min(1).max(1000), weights }),
]);

const RecipeShape = z.strictObject({
  jobs: z.number().int().min(1).max(10_000_000),
  arrivals: z.strictObject({
    kind: z.enum(["poisson", "even"]),
    perHour: positive,
    hours: weights.length(24).optional(),
    weekdays: weights.length(7).optional(),
  }),
  procs: Distribution,
  runSeconds: Distribution,
  estimates: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("exact") }),
      z.strictObject({ kind: z.literal("factor"), factor: Distribution }),
      z.strictObject({
        kind: z.literal("round"),
        factor: Distribution,
        roundSeconds: z.array(positive).min(1),
      }),
    ])
    .optional(),
  priorities: Distribution.optional(),
  teams: Distribution.optional(),
  mostRunSeconds: positive.optional(),
});

const Fact = z.strictObject({
  value: z.number(),
  unit: z.string(),
  source: z.string().min(1),
  confidence: z.enum(["measured", "published", "reported", "derived", "estimated", "assumed"]),
  note: z.string().optional(),
});

const RecipeFile = z.strictObject({
  id: z.string(),
  title: z.string(),
  about: z.string().default(""),
  calibratedTo: z.record(z.string(), Fact).default({}),
  recipe: RecipeShape,
});

export type WorkloadFile = z.infer<typeof RecipeFile>;

export type ReadRecipe =
  | { readonly ok: true; readonly file: WorkloadFile }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Checks a recipe's file; all that is wrong with it at once. */
export function readRecipe(value: unknown): ReadRecipe {
  const parsed = RecipeFile.safeParse(value);
  if (!parsed.success) {
    const list = new IssueList();
    addZodIssues(list, RecipeFile, value, parsed.error.issues);
    return { ok: false, faults: list.issues.map((issue) => formatIssue(issue)) };
  }
  const faults = tableFaults(parsed.data.recipe, "recipe");
  return faults.length > 0 ? { ok: false, faults } : { ok: true, file: parsed.data };
}

/** A table has a weight a value and not only zeros; a lognormal's mean is above its median. */
function tableFaults(part: unknown, path: string): readonly string[] {
  if (typeof part !== "object" || part === null) return [];
  const fields = Object.entries(part);
  const of = (key: string): unknown => fields.find(([name]) => name === key)?.[1];
  const [weightList, values] = [of("weights"), of("values") ?? of("means")];
  const own: string[] = [];
  if (Array.isArray(weightList) && Array.isArray(values)) {
    if (weightList.length !== values.length)
      own.push(`${path}.weights must be as many as values, ${values.length} (found ${weightList.length})`);
    if (weightList.every((weight) => weight === 0)) own.push(`${path}.weights must not all be 0`);
  }
  const [median, mean] = [of("median"), of("mean")];
  if (typeof median === "number" && typeof mean === "number" && mean < median)
    own.push(`${path}.mean must be >= median ${median} (found ${mean})`);
  return [...own, ...fields.flatMap(([key, value]) => tableFaults(value, `${path}.${key}`))];
}
