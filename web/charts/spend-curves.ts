/** The curves of the chart of spend: what counted so far, the total and its floors; or a step line of each payment by year. */
import type { MoneyInfo } from "../api.ts";
import { calendarYears, countedAtEdges, edgesOf, partyName, usdBetween } from "../view/money.ts";
import type { Flow } from "../view/money.ts";
import type { RunView } from "../view/run-view.ts";
import type { Series, Swatch } from "./chart.ts";

/** Values at the edges of its spans, joined by straight lines; or one value for each span, as steps. */
export interface Curve {
  readonly id: string;
  readonly label: string;
  readonly token: string;
  readonly swatch: Swatch;
  readonly steps: boolean;
  readonly edges: readonly number[];
  /** USD; NaN: none. */
  readonly values: Float64Array;
}

/** Kinds of payment with a line of their own, those that matter most first; the rest goes by the last. */
const kinds: readonly {
  readonly of: readonly Flow["kind"][];
  readonly token: string;
  readonly swatch: Swatch;
}[] = [
  { of: ["capacity", "shortfall"], token: "region-1", swatch: "line" },
  { of: ["sales", "reseller"], token: "region-2", swatch: "line" },
  { of: ["chips"], token: "region-3", swatch: "line" },
  { of: ["buildings", "retrofit"], token: "region-4", swatch: "line" },
  { of: ["energy", "energy-billed"], token: "region-6", swatch: "line" },
  { of: ["equity"], token: "region-5", swatch: "dashed" },
  { of: ["upkeep", "elsewhere", "porting", "egress"], token: "baseline", swatch: "dotted" },
];

export function curvesOf(view: RunView, cumulative: boolean): readonly Curve[] {
  const { money } = view;
  if (money === undefined) return [];
  return cumulative ? cumulativeCurves(view, money) : yearlyCurves(view, money);
}

/** Charts are in billions, small runs in millions. */
export interface Unit {
  readonly usd: number;
  readonly name: string;
}
export const unitOf = (curves: readonly Curve[]): Unit =>
  greatest(curves.flatMap(({ values }) => [...values])) >= 1e9
    ? { usd: 1e9, name: "B USD" }
    : { usd: 1e6, name: "M USD" };

function cumulativeCurves(view: RunView, money: MoneyInfo): readonly Curve[] {
  const edges = edgesOf(view);
  const { commitment } = money;
  const who = partyName(money, commitment?.payer ?? money.customer);
  const counted: Curve = {
    id: "counted",
    label: commitment === undefined ? `Paid by ${who}` : "Counted so far",
    token: "power-drawn",
    swatch: "area",
    steps: false,
    edges,
    values: countedAtEdges(money),
  };
  if (commitment === undefined) return [counted];
  const level = new Float64Array(money.periods.length).fill(commitment.totalUsd);
  return [
    counted,
    { id: "total", label: "Commitment", token: "ink", swatch: "dotted", steps: true, edges, values: level },
    ...floorsOf(view, commitment),
  ];
}

/** Floors up to the end of each year of the term; none where no year has a floor. */
function floorsOf(view: RunView, { years, trueUp }: NonNullable<MoneyInfo["commitment"]>): readonly Curve[] {
  if (!years.some(({ floorUsd }) => floorUsd > 0)) return [];
  const begins = years.map(({ from }) => Date.parse(from));
  const last = begins.at(-1) ?? view.start;
  const end = new Date(last).setUTCFullYear(new Date(last).getUTCFullYear() + 1);
  let due = 0;
  return [
    {
      id: "floors",
      label: trueUp === "annual" ? "Floors, by the year's end" : "Pace of its floors",
      token: "mark-late",
      swatch: "dashed",
      steps: true,
      edges: [...begins, end],
      values: Float64Array.from(years, ({ floorUsd }) => (due += floorUsd)),
    },
  ];
}

/** A line for each flow that is ever a thousandth of the greatest; smaller ones are in the table. */
function yearlyCurves(view: RunView, money: MoneyInfo): readonly Curve[] {
  const months = edgesOf(view);
  const years = calendarYears(money);
  const edges = [...years.map(({ first }) => months[first] ?? 0), view.end];
  const curves = kinds.flatMap(({ of, token, swatch }) =>
    money.flows
      .filter(({ kind }) => of.includes(kind))
      .map((flow, k): Curve => ({
        id: `${flow.kind} ${flow.from} ${flow.to} ${flow.label}`,
        label: `${flow.label}: ${partyName(money, flow.from)} to ${partyName(money, flow.to)}`,
        token,
        // One colour a kind; the second of a kind is dashed.
        swatch: k === 0 ? swatch : "dashed",
        steps: true,
        edges,
        values: Float64Array.from(years, ({ first, last }) => usdBetween(flow.cents, first, last)),
      })),
  );
  const most = greatest(curves.flatMap(({ values }) => [...values]));
  return curves.filter(({ values }) => greatest([...values]) > most / 1000);
}

export const greatest = (values: readonly number[]): number =>
  values.reduce((most, value) => (value > most ? value : most), 0);

/** Value of a curve at a moment; NaN outside it. */
export function valueAt({ edges, values, steps }: Curve, time: number): number {
  const span = edges.findLastIndex((edge) => edge <= time);
  const [from = NaN, to = NaN] = [edges[span], edges[span + 1]];
  if (steps) return Number.isNaN(to) ? NaN : (values[span] ?? NaN);
  if (Number.isNaN(to)) return time === from ? (values[span] ?? NaN) : NaN;
  const share = (time - from) / (to - from);
  return (values[span] ?? NaN) * (1 - share) + (values[span + 1] ?? NaN) * share;
}

/** Values of a curve within the window, with those at its two ends. */
export const within = (curve: Curve, { from, to }: Pick<Series, "from" | "to">): readonly number[] => [
  valueAt(curve, from),
  valueAt(curve, to),
  ...[...curve.values].filter((_, k) => {
    const [begin = NaN, end = begin] = [curve.edges[k], curve.edges[curve.steps ? k + 1 : k]];
    return end >= from && begin <= to;
  }),
];
