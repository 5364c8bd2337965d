/** What the tasks of a study of money say together, complete or not. */
import { usdText } from "../economics/text.ts";
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
export function moneyRangesOf(study: Omit<MoneyStudy, "run">, done: readonly MoneyDone[]): MoneyRanges {
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
  const needsUse = study.figures.find(({ id }) => id === by?.id)?.needs === "use";
  const unchanged = swung.filter(({ changes }) => changes === "nothing").length;
  const chips = swung.filter(({ changes }) => changes === "chips").length;
  return {
    startEpochSeconds: basis.startEpochSeconds,
    horizonSeconds,
    done: done.length,
    total: tasks.length,
    figures: sorted,
    swings,
    still: {
      sameModel: needsUse ? 0 : unchanged,
      sameFigures: swung.length - unchanged - moved.length,
      unseen: needsUse ? unchanged + chips : 0,
    },
    ...(sentence === undefined ? {} : { sentence }),
    notes: [...notesOf(study, money.length, all.length, failed), ...outside(by)],
  };
}

function figureOf(now: FigureNow, money: readonly Values[], all: readonly Values[]): MoneyFigure {
  const { needs: _, ...figure } = now;
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

/**
 * "Of what is assumed, ...": the largest swing of a number that nobody has stated; and before it, where it is larger, of one
 * that was worked out or estimated.
 */
function dominant(
  figure: MoneyFigure,
  swings: readonly MoneySwing[],
  startEpochSeconds: number,
  horizonSeconds: number,
): string | undefined {
  const moving = swings.filter((swing) => swingOf(swing, figure.id, { horizonSeconds }) > 0);
  const first = moving.find(({ confidence }) => isAssumed(confidence));
  if (first === undefined) return undefined;
  const guessed = moving.find(({ confidence }) => isGuess(confidence));
  const say = (value = NaN): string =>
    figure.unit === "date" ? dated(value, startEpochSeconds, horizonSeconds) : usdText(value, 2);
  const part = (swing: MoneySwing, verb: string): string => {
    const [a, b] = (swing.at[figure.id] ?? []).toSorted((x, y) => x - y);
    return `${of(swing.confidence)}, ${inText(swing.label)}${verb}: ${say(a) === say(b) ? `within ${say(a)}` : `${say(a)} to ${say(b)}`}`;
  };
  const verb = ` moves ${figure.unit === "date" ? "the date" : "the spend"} most`;
  const then = guessed === undefined || guessed === first ? "" : `; ${part(guessed, "")}`;
  return `${capital(part(first, verb))}${then}.`;
}

/** Nobody has stated it, or only the user has. */
const isGuess = (confidence: Origin): boolean => confidence === "assumed" || confidence === "yours";

const of = (confidence: Origin): string =>
  `of what is ${confidence === "yours" ? "your own" : confidence === "derived" || confidence === "estimated" ? confidence : "assumed"}`;

/** A label within a sentence; one that begins with a name keeps its capital. */
function inText(label: string): string {
  if (label.includes(":") || !/^[A-Z][a-z]+(\s|$)/.test(label)) return label;
  const low = `${label.charAt(0).toLowerCase()}${label.slice(1)}`;
  return /^(mean|median|price|time|life|age|lead|discount|commitment)\b/.test(low) ? `the ${low}` : low;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Where the inputs as written lie at one end of what all of them allow, their ranges lie on one side. */
function outside(figure: MoneyFigure | undefined): readonly string[] {
  const range = figure?.all;
  if (figure === undefined || range === undefined) return [];
  const side = figure.value < range.p5 ? "below" : figure.value > range.p95 ? "above" : undefined;
  return side === undefined
    ? []
    : [
        `${figure.label} as written lies ${figure.unit === "date" ? (side === "below" ? "before" : "after") : side} nearly all draws: many ranges lie on one side of what is written (nothing late, nobody else at a site), and slips are drawn anew.`,
      ];
}

function notesOf(
  { figures, rows, scenario }: Pick<MoneyStudy, "figures" | "rows" | "scenario">,
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
          `${use.length === figures.length ? "These figures need" : "Figures per token and per FLOP, and bills for use, need"} what chips did: of other chips that takes a full run, so there only money's own inputs are drawn.`,
        ]
      : []),
    ...(scenario.money?.contract.energy === "apart" || figures.some(({ id }) => id.startsWith("provider/"))
      ? ["Energy of other chips is taken as chips drew it in the run."]
      : []),
    `Bars: ${rows.length} numbers with a range, one at a time at both ends, all others as written and the same draws of slips.`,
    ...(failed.length > 0 ? [`${failed.length} of them failed and are left out: ${failed[0] ?? ""}`] : []),
  ];
}
