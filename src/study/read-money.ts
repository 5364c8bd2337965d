/** What the tasks of a study of money say together, complete or not. */
import type { Origin } from "../scenario/quantity.ts";
import { dated } from "./dated.ts";
import { isAssumed } from "./money-figures.ts";
import type { FigureNow } from "./money-figures.ts";
import { swingOf } from "./money-range.ts";
import type { MoneyFigure, MoneyRange, MoneyRanges, MoneySwing } from "./money-range.ts";
import type { MoneyDone, MoneyStudy, Values } from "./money-study.ts";
import { quantile } from "./quantiles.ts";

type Swung = MoneyDone & { readonly kind: "swing" };

/** Fewer draws say nothing of one in twenty. */
const LEAST_DRAWS = 20;

/** @param done in any order */
export function readMoney(study: Omit<MoneyStudy, "run">, done: readonly MoneyDone[]): MoneyRanges {
  const { basis, tasks, rows } = study;
  const horizonSeconds = basis.starts.at(-1) ?? 0;
  const of = (which: "money" | "all"): readonly Values[] =>
    done.flatMap((each) => (each.kind === "draws" && each.of === which ? each.values : []));
  const [money, all] = [of("money"), of("all")];
  const figures = study.figures.map((figure) => figureOf(figure, money, all));
  const swung = done.filter((each): each is Swung => each.kind === "swing").toSorted((a, b) => a.row - b.row);
  const failed = done.flatMap((each) => (each.kind === "failed" ? [each.error] : []));
  const moved = swung.flatMap((each): MoneySwing[] => {
    const input = rows[each.row];
    const first = input?.inputs[0];
    if (input === undefined || first === undefined || each.changes === "nothing") return [];
    const at = Object.fromEntries(
      Object.entries(each.low).map(([id, low]) => [id, [low, each.high[id] ?? NaN] as const]),
    );
    if (Object.values(at).every(([low, high]) => low === high)) return [];
    return [
      {
        id: input.id,
        label: input.label,
        paths: input.inputs.map(({ path }) => path),
        unit: first.unit,
        value: first.spread.value,
        low: first.spread.low,
        high: first.spread.high,
        confidence: input.confidence,
        changes: each.changes,
        at,
      },
    ];
  });
  const sorted = inOrder(figures, moved, horizonSeconds);
  const [by] = sorted;
  const swings =
    by === undefined
      ? moved
      : moved.toSorted(
          (a, b) => swingOf(b, by.id, { horizonSeconds }) - swingOf(a, by.id, { horizonSeconds }),
        );
  const sentence =
    by === undefined ? undefined : dominant(by, swings, basis.startEpochSeconds, horizonSeconds);
  const sameModel = swung.filter(({ changes }) => changes === "nothing").length;
  return {
    startEpochSeconds: basis.startEpochSeconds,
    horizonSeconds,
    done: done.length,
    total: tasks.length,
    figures: sorted,
    swings,
    still: { sameModel, sameFigures: swung.length - sameModel - moved.length },
    ...(sentence === undefined ? {} : { sentence }),
    notes: notesOf(study, money.length, all.length, failed),
  };
}

function figureOf(
  { needs: _, ...figure }: FigureNow,
  money: readonly Values[],
  all: readonly Values[],
): MoneyFigure {
  const [a, b] = [money, all].map((draws) => rangeOf(draws, figure.id));
  return { ...figure, ...(a === undefined ? {} : { money: a }), ...(b === undefined ? {} : { all: b }) };
}

function rangeOf(draws: readonly Values[], id: string): MoneyRange | undefined {
  const values = Float64Array.from(draws.flatMap((each) => each[id] ?? [])).sort();
  const { length } = values;
  if (length < LEAST_DRAWS) return undefined;
  const at = (p: number): number => quantile(values, p);
  const beyond = values.filter((value) => value === Infinity).length / length;
  return { draws: length, low: at(0), p5: at(0.05), p50: at(0.5), p95: at(0.95), high: at(1), beyond };
}

/** The date first where anything known so far moves it within the run; else the spend. */
function inOrder(
  figures: readonly MoneyFigure[],
  swings: readonly MoneySwing[],
  horizonSeconds: number,
): readonly MoneyFigure[] {
  const [date, ...rest] = figures;
  if (date?.unit !== "date") return figures;
  const moves =
    date.value < Infinity || swings.some((swing) => swingOf(swing, date.id, { horizonSeconds }) > 0);
  const spend = rest.findIndex(({ id }) => id === "spend");
  return moves || spend < 0 ? figures : [...rest.slice(spend, spend + 1), date, ...rest.toSpliced(spend, 1)];
}

/** "Of what is assumed, ...": the largest swing that rests on a guess or on arithmetic of others. */
function dominant(
  figure: MoneyFigure,
  swings: readonly MoneySwing[],
  startEpochSeconds: number,
  horizonSeconds: number,
): string | undefined {
  const top = swings.find(({ confidence }) => isAssumed(confidence));
  const ends = top?.at[figure.id];
  if (top === undefined || ends === undefined || swingOf(top, figure.id, { horizonSeconds }) === 0)
    return undefined;
  const [a, b] = ends.toSorted((x, y) => x - y);
  const say = (value = NaN): string =>
    figure.unit === "date" ? dated(value, startEpochSeconds, horizonSeconds) : inBillions(value);
  const what = `${top.label.charAt(0).toLowerCase()}${top.label.slice(1)}`;
  const how: Partial<Record<Origin, string>> = { derived: "derived", estimated: "estimated" };
  return `Of what is ${how[top.confidence] ?? "assumed"}, ${what} moves ${figure.unit === "date" ? "the date" : "the spend"} most: ${say(a)} to ${say(b)}.`;
}

/** Two significant figures: it rests on what nobody has published. */
const inBillions = (usd: number): string => `USD ${Number((usd / 1e9).toPrecision(2))} B`;

function notesOf(
  { figures, rows }: Pick<MoneyStudy, "figures" | "rows">,
  money: number,
  all: number,
  failed: readonly string[],
): readonly string[] {
  const use = figures.filter(({ needs }) => needs === "use");
  return [
    `Prices alone: ${money} draws of money's own inputs on what the run did.`,
    ...(figures.some(({ needs }) => needs === "installed")
      ? [
          `All inputs: ${all} draws, each with the chips it installs; failures, demand and work change none of these figures.`,
        ]
      : []),
    ...(use.length > 0
      ? [
          `${use.length === figures.length ? "These figures need" : "Figures per token and per FLOP, and bills for use or energy, need"} what chips did: of other chips that takes a full run, so there only money's own inputs are drawn.`,
        ]
      : []),
    `Bars: ${rows.length} numbers with a range, one at a time at both ends, all others as written and the same draws of slips.`,
    ...(failed.length > 0 ? [`${failed.length} of them failed and are left out: ${failed[0] ?? ""}`] : []),
  ];
}
