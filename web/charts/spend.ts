/**
 * Spend against commitment: what counted so far, the total and its floors, and when it is used up; or cash by year, a
 * line for each kind of payment. By calendar month and for the parties, whatever place is picked.
 */
import { formatIso, formatMonth, formatUsd } from "../format.ts";
import type { MoneyInfo } from "../api.ts";
import { calendarYears, edgesOf, figuresOf, momentOf, partyName } from "../view/money.ts";
import type { Flow } from "../view/money.ts";
import type { RunView } from "../view/run-view.ts";
import { picked } from "./chart.ts";
import type { Chart, Choice, LegendRow, Scales, Series, Swatch, Table } from "./chart.ts";
import { dashes, emphasis } from "./marks.ts";
import { curvesOf, greatest, unitOf, valueAt, within } from "./spend-curves.ts";
import type { Curve, Unit } from "./spend-curves.ts";

const shape: Choice = {
  id: "spend-how",
  label: "Show",
  options: [
    { value: "cumulative", name: "Cumulative" },
    { value: "by-year", name: "Cash by year" },
  ],
};
const isCumulative = ({ picks }: Series): boolean => picked(shape, picks) === "cumulative";

/** Of both runs where the reader wants what differs: the draft's less plan A's, where their months are the same. */
function shownCurves(series: Series): readonly Curve[] {
  const curves = curvesOf(series.view, isCumulative(series));
  if (!differs(series)) return curves;
  const others = new Map(baselineCurves(series).map((curve) => [curve.id, curve]));
  return curves.flatMap((curve) => {
    const other = others.get(curve.id);
    if (other === undefined || curve.id === "total" || curve.id === "floors") return [];
    const values = curve.values.map((value, k) => value - (other.values[k] ?? 0));
    return [{ ...curve, values, swatch: curve.swatch === "area" ? ("line" as const) : curve.swatch }];
  });
}

const baselineCurves = (series: Series): readonly Curve[] =>
  series.baseline === undefined ? [] : curvesOf(series.baseline, isCumulative(series));

function differs({ difference, view, baseline }: Series): boolean {
  if (difference !== true || baseline?.money === undefined || view.money === undefined) return false;
  return (
    view.start === baseline.start &&
    view.end === baseline.end &&
    view.money.periods.length === baseline.money.periods.length
  );
}

/** Moment when the whole commitment was counted; undefined: not within the run. */
function exhausted(view: RunView | undefined): number | undefined {
  const seconds = view?.money?.commitment?.exhaustedSeconds;
  return view === undefined || seconds === undefined ? undefined : momentOf(view, seconds);
}

const unitFor = (series: Series): Unit => unitOf(curvesOf(series.view, isCumulative(series)));

export const spend: Chart = {
  id: "spend",
  name: "Spend and commitment",
  short: "Spend",
  has: ({ money, late }) => money !== undefined || late === true,
  choices: () => [shape],
  unit: (series) => {
    const { name } = unitFor(series);
    const unit = isCumulative(series) ? name : `${name} a year`;
    return differs(series) ? `B less A, ${unit}` : unit;
  },
  height: () => 260,
  ranged: true,
  baseline: "preset",
  top: (series) => {
    const values = [...shownCurves(series), ...(differs(series) ? [] : baselineCurves(series))];
    const most = greatest(values.flatMap((curve) => within(curve, series)));
    return 1.08 * Math.max(1e-3, most / unitFor(series).usd);
  },
  bottom: (series) => {
    if (!differs(series)) return 0;
    const least = shownCurves(series).flatMap((curve) => within(curve, series).map((value) => -value));
    return (-1.08 * greatest(least)) / unitFor(series).usd;
  },
  draw,
  legend: (series, time) => {
    const { money } = series.view;
    if (money === undefined) return [];
    const others = new Map(baselineCurves(series).map((curve) => [curve.id, curve]));
    const figures = figuresOf(money);
    const rows = shownCurves(series).map((curve): LegendRow => {
      const { id, label, token, swatch } = curve;
      const value = valueAt(curve, time);
      const before = others.get(id);
      const change = before === undefined ? 0 : value - valueAt(before, time);
      const news = !differs(series) && Math.abs(change) > 1e-3 * Math.abs(value);
      const stated = id === "total" || id === "floors";
      return {
        id,
        label,
        token,
        swatch,
        value: signed(value, stated ? 3 : figures, differs(series)),
        ...(news ? { delta: signed(change, figures, true) } : {}),
      };
    });
    return [...rows, ...exhaustionRow(series)];
  },
  remarks: (series) => {
    const { money } = series.view;
    const whole = series.scope === "all" || series.view.sites.length === 1;
    return [
      ...(differs(series) ? ["Difference: this draft less plan A."] : []),
      ...(money === undefined ? ["This comes with the first run."] : []),
      ...(whole ? [] : ["Money is between parties, not by site: this is the whole fleet."]),
      ...(money?.commitment === undefined ? [] : floorsRemark(money)),
      ...(exhaustionRange(series) === undefined || !isCumulative(series)
        ? []
        : ["Bar at the commitment: p5 to p95 of the date, over draws of what it rests on."]),
      ...(isCumulative(series) || money === undefined ? [] : shortYears(money)),
    ];
  },
  table: monthTable,
};

/** The date, with how sure it is and with plan A's where it is another. */
function exhaustionRow(series: Series): readonly LegendRow[] {
  const { money } = series.view;
  if (money?.commitment === undefined || !isCumulative(series)) return [];
  const [now, before] = [exhausted(series.view), exhausted(series.baseline)];
  const month = (time: number): string =>
    time >= series.view.end ? `after ${formatMonth(series.view.end)}` : formatMonth(time);
  const range = exhaustionRange(series);
  const row = {
    id: "exhausted",
    label: "Used up",
    token: "ink",
    swatch: "mark",
    value: `${month(now ?? Infinity)}${range === undefined ? "" : ` (${month(range.low)} to ${month(range.high)})`}`,
    note: "In brackets: p5 to p95 over draws of what the date rests on",
  } as const;
  if (series.baseline?.money?.commitment === undefined || sameMonth(now, before)) return [row];
  return [{ ...row, delta: `A: ${month(before ?? Infinity)}` }];
}

/** p5 and p95 of the date, milliseconds since 1970; Infinity: beyond the run. */
function exhaustionRange({
  ranges,
  view,
}: Series): { readonly low: number; readonly high: number } | undefined {
  const figure = ranges?.figures.find(({ id }) => id === "exhausted");
  const range = figure?.all ?? figure?.money;
  return range && { low: momentOf(view, range.p5), high: momentOf(view, range.p95) };
}

const sameMonth = (one: number | undefined, other: number | undefined): boolean =>
  (one === undefined ? "" : formatMonth(one)) === (other === undefined ? "" : formatMonth(other));

function floorsRemark(money: MoneyInfo): readonly string[] {
  const { years = [], shortfallUsd = 0 } = money.commitment ?? {};
  const short = years.filter(({ shortfallUsd }) => shortfallUsd > 0);
  if (short.length === 0) return [];
  const which = short.map(({ from }) => from.slice(0, 4)).join(", ");
  return [
    `Less was counted than the floor asks for in the year${short.length === 1 ? "" : "s"} from ${which}: ${formatUsd(shortfallUsd, figuresOf(money))} paid for nothing.`,
  ];
}

function shortYears(money: MoneyInfo): readonly string[] {
  const short = calendarYears(money).filter(({ whole }) => !whole);
  if (short.length === 0) return [];
  const parts = short.map(({ year, first, last }) => `${year} (${last - first} months)`);
  return [`Not whole years of the run: ${parts.join(", ")}.`];
}

function signed(usd: number, figures: number, always: boolean): string {
  const text = formatUsd(usd, figures);
  return always && usd > 0 ? `+${text}` : text;
}

/** One row a month: what counted by its end, and every payment of the month. */
function monthTable(series: Series): Table {
  const { money } = series.view;
  if (money === undefined) return { columns: ["month"], rows: [] };
  const edges = edgesOf(series.view);
  const cumulative = { ...series, picks: { ...series.picks, [shape.id]: "cumulative" } };
  const curves = shownCurves(cumulative);
  const { usd, name } = unitFor(cumulative);
  const other = differs(series) ? series.baseline?.money : undefined;
  const before = (flow: Flow, month: number): number =>
    other?.flows.find(
      ({ kind, from, to, label }) =>
        kind === flow.kind && from === flow.from && to === flow.to && label === flow.label,
    )?.cents[month] ?? 0;
  const rows = money.periods.flatMap((_, month) => {
    const [from = 0, to = 0] = [edges[month], edges[month + 1]];
    if (to <= series.from || from >= series.to) return [];
    return [
      [
        formatIso(from),
        ...curves.map((curve) => valueAt(curve, curve.steps ? from : to) / usd),
        ...money.flows.map((flow) => ((flow.cents[month] ?? 0) - before(flow, month)) / 1e8),
      ],
    ];
  });
  const less = other === undefined ? "" : ", B less A";
  return {
    columns: [
      "month",
      ...curves.map(({ label }) => `${label.replace(/, /, " ")}${less}, ${name}`),
      ...money.flows.map(
        ({ label, from, to }) =>
          `${label}: ${partyName(money, from)} to ${partyName(money, to)}${less}, M USD`,
      ),
    ],
    rows,
  };
}

function draw(ctx: CanvasRenderingContext2D, series: Series, scales: Scales): void {
  const { color } = scales.palette;
  const curves = shownCurves(series);
  const { usd } = unitFor(series);
  const [area] = curves.filter(({ swatch }) => swatch === "area");
  if (area !== undefined) {
    emphasis(ctx, series, area.id);
    trace(ctx, area, scales, usd);
    ctx.lineTo(scales.x(area.edges.at(-1) ?? 0), scales.y(0));
    ctx.lineTo(scales.x(area.edges[0] ?? 0), scales.y(0));
    ctx.closePath();
    ctx.fillStyle = color("power-drawn-fill");
    ctx.fill();
  }
  if (!differs(series))
    for (const curve of baselineCurves(series)) {
      emphasis(ctx, series, curve.id);
      stroke(ctx, curve, scales, { usd, ink: color("baseline"), dash: dashes.baseline, width: 1.75 });
    }
  for (const curve of curves.toReversed()) {
    emphasis(ctx, series, curve.id);
    const dash = dashOf[curve.swatch] ?? dashes.none;
    stroke(ctx, curve, scales, { usd, ink: color(curve.token), dash, width: 2.25 });
  }
  ctx.globalAlpha = 1;
  if (isCumulative(series) && !differs(series)) {
    drawExhausted(ctx, series, scales);
  }
}

const dashOf: Partial<Record<Swatch, readonly number[]>> = { dashed: [8, 4], dotted: dashes.utility };

function trace(ctx: CanvasRenderingContext2D, curve: Curve, scales: Scales, usd: number): void {
  ctx.beginPath();
  let up = true;
  const to = (x: number, y: number): void => {
    if (up) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
    up = false;
  };
  curve.values.forEach((value, k) => {
    if (Number.isNaN(value)) return void (up = true);
    const y = scales.y(value / usd);
    to(scales.x(curve.edges[k] ?? 0), y);
    if (curve.steps) to(scales.x(curve.edges[k + 1] ?? 0), y);
  });
}

function stroke(
  ctx: CanvasRenderingContext2D,
  curve: Curve,
  scales: Scales,
  how: {
    readonly usd: number;
    readonly ink: string;
    readonly dash: readonly number[];
    readonly width: number;
  },
): void {
  trace(ctx, curve, scales, how.usd);
  ctx.strokeStyle = how.ink;
  ctx.lineWidth = how.width;
  ctx.lineJoin = "round";
  ctx.setLineDash([...how.dash]);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** A line down from the total on the day it was reached, with the month beside it. */
function drawExhausted(ctx: CanvasRenderingContext2D, series: Series, scales: Scales): void {
  const { color } = scales.palette;
  const total = (series.view.money?.commitment?.totalUsd ?? 0) / unitFor(series).usd;
  const mark = (time: number, ink: string, text: string): void => {
    const [x, y] = [scales.x(time), scales.y(total)];
    ctx.strokeStyle = ink;
    ctx.lineWidth = 1.5;
    ctx.setLineDash([2, 3]);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x, scales.height);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.arc(x, y, 4.5, 0, 2 * Math.PI);
    ctx.fillStyle = color("surface");
    ctx.fill();
    ctx.stroke();
    if (text === "" || x < 0 || x > scales.width) return;
    ctx.font = "600 11.5px system-ui, sans-serif";
    const left = x + ctx.measureText(text).width + 12 > scales.width;
    ctx.textAlign = left ? "right" : "left";
    ctx.textBaseline = "middle";
    ctx.lineWidth = 4;
    ctx.lineJoin = "round";
    ctx.strokeStyle = color("surface");
    const at = [x + (left ? -9 : 9), y + 14] as const;
    ctx.strokeText(text, ...at);
    ctx.fillStyle = ink;
    ctx.fillText(text, ...at);
  };
  emphasis(ctx, series, "exhausted");
  const range = exhaustionRange(series);
  if (range !== undefined) {
    const [from, to] = [range.low, Math.min(range.high, series.view.end)].map((time) => scales.x(time));
    ctx.fillStyle = color("ink");
    const dim = ctx.globalAlpha;
    ctx.globalAlpha = 0.18 * dim;
    ctx.fillRect(from ?? 0, scales.y(total) - 5, Math.max(1, (to ?? 0) - (from ?? 0)), 10);
    ctx.globalAlpha = dim;
  }
  const [now, before] = [exhausted(series.view), exhausted(series.baseline)];
  if (before !== undefined && !sameMonth(now, before)) mark(before, color("baseline"), "");
  if (now !== undefined) mark(now, color("ink"), `used up ${formatMonth(now)}`);
  ctx.globalAlpha = 1;
}
