/**
 * A study of money: inputs of money drawn on what one run did, all inputs drawn with the chips each draw installs, and
 * every number with a range at its two ends. Tasks are small and independent of each other: whoever runs them (a loop,
 * threads, web workers) opens the same study from the same scenario and basis.
 */
import type { MoneyBasis } from "../economics/basis.ts";
import { settleMoney } from "../economics/index.ts";
import { compileMoneyOf } from "../compile/money.ts";
import type { Compiled } from "../compile/load-compiler.ts";
import type { CompileOptions } from "../compile/context.ts";
import type { Model } from "../model/types.ts";
import { fleetBasis } from "../results/fleet-basis.ts";
import { deciding } from "../run/fleet-only.ts";
import type { Scenario } from "../scenario/schema.ts";
import { asUsed } from "./as-used.ts";
import { figuresOf, valuesOf } from "./money-figures.ts";
import type { FigureNow } from "./money-figures.ts";
import { atEnd, isMoney, swingInputs } from "./money-inputs.ts";
import type { SwingInput } from "./money-inputs.ts";
import { rangedInputs } from "./ranged-inputs.ts";
import type { RangedInput } from "./ranged-inputs.ts";
import { sampleInputs } from "./sample-inputs.ts";

export type MoneyTask =
  /** Draws `from` to `from + count - 1` of money's own inputs, or of all. */
  | { readonly kind: "draws"; readonly of: "money" | "all"; readonly from: number; readonly count: number }
  /** One row at its low and its high. */
  | { readonly kind: "swing"; readonly row: number };

export type Values = Readonly<Record<string, number>>;

export type MoneyDone =
  | { readonly kind: "draws"; readonly of: "money" | "all"; readonly values: readonly Values[] }
  | {
      readonly kind: "swing";
      readonly row: number;
      /** "nothing": the model of the fleet and its money stays what it was at both ends. */
      readonly changes: "nothing" | "prices" | "chips";
      readonly low: Values;
      readonly high: Values;
    }
  /** What was asked for cannot be: a number at its end contradicts another. */
  | { readonly kind: "failed"; readonly error: string };

export interface MoneyStudySize {
  /** Draws of money's own inputs. */
  readonly money?: number;
  /** Draws of all inputs. */
  readonly all?: number;
}

export type Compile = (scenario: Scenario, options?: CompileOptions) => Compiled;

export interface MoneyStudy {
  readonly scenario: Scenario;
  readonly basis: MoneyBasis;
  readonly rows: readonly SwingInput[];
  readonly figures: readonly FigureNow[];
  readonly tasks: readonly MoneyTask[];
  readonly run: (task: MoneyTask) => Promise<MoneyDone>;
}

const MONEY_DRAWS = 400;
const ALL_DRAWS = 200;
/** Draws of one task: a settlement takes a millisecond, a fleet fifty. */
const MONEY_BATCH = 50;
const ALL_BATCH = 5;

/**
 * @param basis what the run of `scenario` did, with its own seed and inputs as written
 * @throws Error where the scenario says nothing of money, or lacks something
 */
export function openMoneyStudy(
  scenario: Scenario,
  basis: MoneyBasis,
  compile: Compile,
  { money = MONEY_DRAWS, all = ALL_DRAWS }: MoneyStudySize = {},
): MoneyStudy {
  const base = compiled(compile, scenario);
  const figures = figuresOf(settleMoney(basis, base.money), base.money);
  const fleet = deciding(base);
  const prices = written(base.money);
  const rows = swingInputs(scenario);
  const ranged = rangedInputs(scenario);
  const ofMoney = ranged.filter(isMoney);
  // What demand cannot be met with is no fault of the chips: there, demand's own inputs stay as written.
  const withoutDemand = ranged.filter(({ keys }) => keys[0] !== "inference");

  /** Figures of a model with the chips it has; those that need more than chips are left out where the chips differ. */
  const settled = async (model: Priced): Promise<readonly FigureNow[]> => {
    if (deciding(model) === fleet) return figuresOf(settleMoney(basis, model.money), model.money);
    const chips = await fleetBasis(model, basis.starts);
    const used = asUsed(
      chips,
      basis,
      model.sites.map(({ annualPue }) => annualPue),
    );
    return figuresOf(settleMoney(used, model.money), model.money).filter(
      ({ needs }) => needs === "installed",
    );
  };

  const swing = async (row: number): Promise<MoneyDone> => {
    const input = rows[row];
    if (input === undefined) throw new RangeError(`there is no row ${row}`);
    const ends = [];
    let changes: "nothing" | "prices" | "chips" = "nothing";
    for (const end of ["low", "high"] as const) {
      const model = compiled(compile, atEnd(scenario, input, end));
      const moved =
        deciding(model) !== fleet ? "chips" : written(model.money) === prices ? "nothing" : "prices";
      if (moved === "chips" || changes === "nothing") changes = moved;
      ends.push(moved === "nothing" ? figures : await settled(model));
    }
    const [low = [], high = []] = ends;
    // What is exact at one end alone is no swing.
    const both = (some: readonly FigureNow[], others: readonly FigureNow[]): Values =>
      Object.fromEntries(
        some.filter(({ id }) => others.some((other) => other.id === id)).map(({ id, value }) => [id, value]),
      );
    return { kind: "swing", row, changes, low: both(low, high), high: both(high, low) };
  };

  /** Money's own inputs drawn, on what the run did; where annual limits put orders off, with the chips that they leave. */
  const priced = async (sample: number): Promise<Values> => {
    const drawn = sampleInputs(scenario, { seed: scenario.seed, sample, inputs: ofMoney });
    if (base.limits !== undefined) return valuesOf(await settled(compiled(compile, drawn)));
    const model = compileMoneyOf(drawn, basis);
    return model === undefined ? {} : valuesOf(figuresOf(settleMoney(basis, model), model));
  };

  /** All inputs drawn, with the chips they install. */
  const installed = async (sample: number): Promise<Values> => {
    const { seed } = scenario;
    const of = (inputs: readonly RangedInput[]): Compiled =>
      compile(sampleInputs(scenario, { seed, sample, inputs }), { seed, replication: 0, sample });
    const found = of(ranged);
    const model = pricedModel(found.ok ? found : of(withoutDemand));
    return valuesOf((await settled(model)).filter(({ needs }) => needs === "installed"));
  };

  return {
    scenario,
    basis,
    rows,
    figures,
    tasks: tasksOf(rows.length, money, figures.some(({ needs }) => needs === "installed") ? all : 0),
    run: async (task) => {
      try {
        if (task.kind === "swing") return await swing(task.row);
        const values: Values[] = [];
        for (let k = task.from; k < task.from + task.count; k++)
          values.push(await (task.of === "money" ? priced(k) : installed(k)));
        return { kind: "draws", of: task.of, values };
      } catch (error) {
        return { kind: "failed", error: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

type Priced = Model & { readonly money: NonNullable<Model["money"]> };

/** With the run's own draws of slips. */
const compiled = (compile: Compile, scenario: Scenario): Priced =>
  pricedModel(compile(scenario, { seed: scenario.seed, replication: 0 }));

function pricedModel(found: Compiled): Priced {
  if (!found.ok) throw new Error(found.faults.join("\n"));
  const { model } = found;
  if (model.money === undefined) throw new Error("the scenario says nothing of money");
  return { ...model, money: model.money };
}

/** A money model as a text: the same text settles the same. */
const written = (money: NonNullable<Model["money"]>): string =>
  JSON.stringify(money, (_, value: unknown) =>
    value instanceof Float64Array ? Array.from(value, String) : value,
  );

/** Money's own draws first, as they take no time; then ends and draws side by side. */
function tasksOf(rows: number, money: number, all: number): readonly MoneyTask[] {
  const draws = (of: "money" | "all", count: number, batch: number): MoneyTask[] =>
    Array.from({ length: Math.ceil(count / batch) }, (_, k) => ({
      kind: "draws",
      of,
      from: 1 + k * batch,
      count: Math.min(batch, count - k * batch),
    }));
  const ends = Array.from({ length: rows }, (_, row): MoneyTask => ({ kind: "swing", row }));
  const wide = draws("all", all, ALL_BATCH);
  const mixed = ends.flatMap((task, i): MoneyTask[] => [
    task,
    ...wide.slice(Math.floor((i * wide.length) / rows), Math.floor(((i + 1) * wide.length) / rows)),
  ]);
  return [...draws("money", money, MONEY_BATCH), ...(rows === 0 ? wide : mixed)];
}
