/** Plans, draws and what they say together: what a study worker does, without the worker. */
import {
  answersOf,
  attribute,
  bandsOf,
  changesBetween,
  changeText,
  compareOutcomes,
  fetchDraw,
  fetchScenario,
  headlineSpreads,
  incomparable,
  masksFor,
  MOST_AVERAGED,
  questionsOf,
  scenarioFor,
  short,
} from "../../src/index.ts";
import type { Change, Outcome, Scenario } from "../../src/index.ts";
import { baseOf } from "./prepare.ts";
import type { RunRequest } from "./protocol.ts";
import type { StudyDraw, StudyPlans, StudyRun, StudyView } from "./study-protocol.ts";

interface Plan {
  readonly a: Scenario;
  readonly b?: Scenario;
  readonly changes: readonly Change[];
  /** Sets of changes that are run with the inputs as written, in the order of the variants from 2 on. */
  readonly masks: readonly number[];
  readonly variants: readonly Scenario[];
}

let known: { readonly key: string; readonly plan: Promise<Plan | string> } | undefined;

/** The scenarios of a study, or why there can be none. The last one is kept: many draws follow each other. */
export async function planOf(plans: StudyPlans): Promise<Plan | string> {
  const key = JSON.stringify(plans);
  if (known?.key !== key) known = { key, plan: read(plans) };
  return known.plan;
}

async function read({ a, b }: StudyPlans): Promise<Plan | string> {
  const first = await scenarioOf(a);
  if (typeof first === "string") return first;
  if (b === undefined) return { a: first, changes: [], masks: [], variants: [first] };
  const second = await scenarioOf(b);
  if (typeof second === "string") return second;
  const fault = incomparable(first, second);
  if (fault !== undefined) return fault;
  const changes = changesBetween(first, second);
  const all = masksFor(changes.length);
  // More runs than a reader waits for: the changes are listed and not weighed.
  const masks = changes.length > MOST_AVERAGED ? [] : all.slice(1, -1);
  return {
    a: first,
    b: second,
    changes,
    masks,
    variants: [first, second, ...masks.map((mask) => scenarioFor(first, changes, mask))],
  };
}

async function scenarioOf(request: RunRequest): Promise<Scenario | string> {
  const loaded = await fetchScenario(baseOf(request), { patch: request.patch });
  if (!loaded.ok) return loaded.issues[0]?.message ?? "the scenario is not sound";
  const { scenario } = loaded;
  return request.seed === undefined ? scenario : { ...scenario, seed: request.seed };
}

/** @throws Error where the plans cannot be read */
export async function runOne(plans: StudyPlans, draw: StudyDraw): Promise<Outcome> {
  const plan = await planOf(plans);
  const scenario = typeof plan === "string" ? undefined : plan.variants[draw.variant];
  if (typeof plan === "string" || scenario === undefined)
    throw new Error(typeof plan === "string" ? plan : `no variant ${draw.variant}`);
  return fetchDraw(scenario, { sample: draw.sample, seed: plan.a.seed, replication: draw.replication });
}

/** What the runs so far say. */
export async function readRuns(plans: StudyPlans, runs: readonly StudyRun[]): Promise<StudyView> {
  const plan = await planOf(plans);
  if (typeof plan === "string") throw new Error(plan);
  const shown = plan.b === undefined ? 0 : 1;
  const of = (variant: number): readonly Outcome[] =>
    runs.filter(({ draw }) => draw.variant === variant).map(({ outcome }) => outcome);
  const samplesOf = (variant: number): readonly Outcome[] => of(variant).filter(({ sample }) => sample > 0);
  const isBase = ({ sample, replication }: Outcome): boolean => sample === 0 && replication === 0;
  const base = of(shown).find(isBase);
  const samples = samplesOf(shown);
  const replications = of(shown).filter(({ sample, replication }) => sample === 0 && replication > 0);
  const outcomes = { base, samples, replications, failed: [] };
  const scenario = plan.b ?? plan.a;
  return {
    samples: samples.length,
    bands: samples.length < 3 ? [] : bandsOf(samples),
    spreads: headlineSpreads(outcomes),
    answers: answersOf(scenario, questionsOf(scenario), outcomes),
    changes: plan.changes.map((change) => `${change.label}: ${changeText(change)}`),
    ...compared(plan, of(0).find(isBase), base, samplesOf(0), samples),
    because: because(plan, of(0).find(isBase), base, (variant) => of(variant).find(isBase)),
  };
}

function compared(
  plan: Plan,
  a: Outcome | undefined,
  b: Outcome | undefined,
  samplesA: readonly Outcome[],
  samplesB: readonly Outcome[],
): Partial<Pick<StudyView, "comparison">> {
  if (plan.b === undefined || a === undefined || b === undefined) return {};
  const pairs = samplesB.flatMap((outcome) => {
    const other = samplesA.find(({ sample }) => sample === outcome.sample);
    return other === undefined ? [] : [{ a: other, b: outcome }];
  });
  return { comparison: compareOutcomes({ a, b }, pairs.length === 0 ? [{ a, b }] : pairs) };
}

function because(
  plan: Plan,
  a: Outcome | undefined,
  b: Outcome | undefined,
  baseOfVariant: (variant: number) => Outcome | undefined,
): Readonly<Record<string, string>> {
  const { changes, masks } = plan;
  if (changes.length < 2 || masks.length === 0 || a === undefined || b === undefined) return {};
  const outcomes = new Map<number, Outcome>([[0, a]]);
  for (const [i, mask] of masks.entries()) {
    const outcome = baseOfVariant(2 + i);
    if (outcome === undefined) return {};
    outcomes.set(mask, outcome);
  }
  outcomes.set(Math.max(...masksFor(changes.length)), b);
  const parts = attribute(changes, outcomes);
  const say = (value: number, unit: string): string =>
    `${value > 0 ? "+" : "−"}${unit === "share" ? `${(100 * Math.abs(value)).toFixed(1)} %` : unit === "date" ? `${(12 * Math.abs(value)).toFixed(1)} months` : short(Math.abs(value))}`;
  return Object.fromEntries(
    b.headlines.map(({ id, unit }) => [
      id,
      parts
        .filter(({ contribution }) => Math.abs(contribution[id] ?? 0) > 0)
        .toSorted((x, y) => Math.abs(y.contribution[id] ?? 0) - Math.abs(x.contribution[id] ?? 0))
        .slice(0, 3)
        .map(({ label, contribution }) => `${label} ${say(contribution[id] ?? 0, unit)}`)
        .join(", "),
    ]),
  );
}
