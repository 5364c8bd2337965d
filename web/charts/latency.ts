/** Latency by region of users: one line a region, of the measure and the class the reader chose, and what is promised. */
import { regionToken } from "../theme.ts";
import { columnOf } from "../view/bins.ts";
import type { RunView } from "../view/run-view.ts";
import { picked } from "./chart.ts";
import type { Chart, Choice, LegendRow, Picks, Scales, Series } from "./chart.ts";
import { dashes, emphasis, line, lineLabels, stripOf } from "./marks.ts";
import { binTable, ratesRemark, readout } from "./rows.ts";

interface Measure {
  readonly id: string;
  readonly name: string;
  /** Of the axis and of a value. */
  readonly axis: string;
  readonly unit: string;
  /** What 99 of 100 are promised of it, in the unit. */
  readonly promised: (of: RunView["latencyClasses"][number]) => number | undefined;
}

const within = 0.99;
const none = (): undefined => undefined;

const measures: readonly Measure[] = [
  {
    id: "ttft-p99",
    name: "First token, 99 % within",
    axis: "s to the first token, P99",
    unit: "s",
    promised: ({ ttftSeconds }) => ttftSeconds,
  },
  {
    id: "ttft-p50",
    name: "First token, half within",
    axis: "s to the first token, P50",
    unit: "s",
    promised: none,
  },
  {
    id: "tpot-p99",
    name: "Output token, 99 % within",
    axis: "ms per output token, P99",
    unit: "ms/token",
    promised: ({ tpotSeconds }) => (tpotSeconds === undefined ? undefined : 1000 * tpotSeconds),
  },
  {
    id: "within-slo",
    name: "Share within SLO",
    axis: "% of first tokens within their SLO",
    unit: "share",
    promised: ({ ttftSeconds }) => (ttftSeconds === undefined ? undefined : within),
  },
];
const [usual] = measures;

const classesOf = (view: RunView): Choice["options"] => [
  { value: "all", name: "All, one mix" },
  ...(view.latencyClasses.length > 1 ? view.latencyClasses : []).map(({ id, name }) => ({ value: id, name })),
];
const measureChoice: Choice = {
  id: "latency-measure",
  label: "Measure",
  options: measures.map(({ id, name }) => ({ value: id, name })),
};
const classChoice = (view: RunView): Choice => ({
  id: "latency-class",
  label: "Class",
  options: classesOf(view),
});

/** What is shown: the measure, the class, and the key of a region's column. */
export function latencyShown({ view, picks }: { readonly view: RunView; readonly picks?: Picks }): {
  readonly measure: Measure;
  readonly klass: string;
  readonly key: (region: string) => string;
} {
  const id = picked(measureChoice, picks);
  const measure = measures.find((each) => each.id === id) ?? usual;
  if (measure === undefined) throw new Error("there is no measure of latency");
  const klass = picked(classChoice(view), picks);
  const end = klass === "all" ? "" : `.${klass}`;
  return { measure, klass, key: (region) => `latency.${measure.id}.${region}${end}` };
}

/** Regions that have a line, with the colours they have in the chart of demand. */
export const latencyRegions = (
  view: RunView,
): readonly { readonly id: string; readonly name: string; readonly token: string }[] =>
  view.regions
    .map((region, index) => ({ ...region, token: regionToken(index) }))
    .filter(({ id }) => view.scopes["all"]?.[`latency.ttft-p99.${id}`] !== undefined);

/** What all classes shown are promised alike; undefined where they are not. */
function target(series: Series): number | undefined {
  const { measure, klass } = latencyShown(series);
  const chosen = series.view.latencyClasses.filter(({ id, weight }) =>
    klass === "all" ? weight > 0 : id === klass,
  );
  const [first, ...others] = chosen.map(measure.promised);
  return others.every((each) => each === first) ? first : undefined;
}

/** Least and greatest value of the window, of the run and its baseline. */
function extent(series: Series): { readonly low: number; readonly high: number } {
  const { key } = latencyShown(series);
  let [low, high] = [Infinity, 0];
  for (const view of [series.view, ...(series.baseline === undefined ? [] : [series.baseline])]) {
    // In the groups of a chart of middling width: the axis does not move when the window is resized.
    const strip = stripOf(view, series, 400);
    for (const { id } of latencyRegions(view)) {
      const column = columnOf(view, "all", key(id), strip.size);
      for (let index = strip.first; index < strip.last; index++) {
        const value = column[index] ?? NaN;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
  }
  return high > 0 ? { low: Math.min(low, high), high } : { low: 0.1, high: 1 };
}

const isShare = (series: Series): boolean => latencyShown(series).measure.unit === "share";
/** A target further off than this is told in the legend: drawn, it would press the lines together. */
const furthest = 3;

export const latency: Chart = {
  id: "latency",
  name: "Latency by region",
  short: "Latency",
  has: (view) => latencyRegions(view).length > 0,
  choices: (view) => [measureChoice, ...(view.latencyClasses.length > 1 ? [classChoice(view)] : [])],
  unit: (series) => {
    const { measure, klass } = latencyShown(series);
    const name = series.view.latencyClasses.find(({ id }) => id === klass)?.name;
    return name === undefined ? measure.axis : `${measure.axis}; ${name}`;
  },
  height: () => 230,
  baseline: "preset",
  log: (series) => !isShare(series),
  percent: isShare,
  top: (series) => {
    const { high } = extent(series);
    if (isShare(series)) return 1;
    const promised = target(series) ?? 0;
    return (promised < furthest * high ? Math.max(high, promised) : high) * 1.12;
  },
  bottom: (series) => {
    const { low } = extent(series);
    return isShare(series)
      ? Math.max(0, Math.min(low, within) - 0.1 * (1 - Math.min(low, within)))
      : low / 1.25;
  },
  draw,
  legend: (series, time) => {
    const { measure, key } = latencyShown(series);
    const rows: LegendRow[] = latencyRegions(series.view).map(({ id, name, token }) => ({
      id: `region ${id}`,
      label: name,
      token,
      swatch: "line",
      ...readout({ ...series, scope: "all" }, key(id), time, measure.unit),
    }));
    const promised = target(series);
    if (promised === undefined) return rows;
    const value = measure.unit === "share" ? `${100 * promised} %` : `${promised} ${measure.unit}`;
    return [...rows, { id: "target", label: "SLO", token: "mark-late", swatch: "dashed", value }];
  },
  remarks: (series) => {
    const { measure, klass, key } = latencyShown(series);
    const [first] = latencyRegions(series.view);
    if (first === undefined) return [];
    const here = series.view.scopes["all"]?.[key(first.id)] !== undefined;
    const whole = series.scope === "all" || series.view.sites.length === 1;
    const what = measure.unit === "share" ? "share" : "percentile";
    return [
      ...(here ? [] : ["This comes with the first run."]),
      ...(whole ? [] : ["Latency is by region of users, not by site: this is the whole fleet."]),
      klass === "all" && series.view.latencyClasses.length > 1
        ? `Each hour's ${what}, on average, at one mix of classes: regions differ by their place alone.`
        : `Each hour's ${what}, on average over the tokens served.`,
      ...ratesRemark(series.view),
    ];
  },
  table: (series) => {
    const { klass } = latencyShown(series);
    const end = klass === "all" ? "" : `.${klass}`;
    return binTable(
      { ...series, scope: "all" },
      measures.flatMap(({ id, axis, unit }) =>
        latencyRegions(series.view).map((region) => ({
          name: `${region.name}: ${axis.replace(/^\S+ /, "").replace(/, /, " ")}, ${unit}`,
          key: `latency.${id}.${region.id}${end}`,
        })),
      ),
    );
  },
};

function draw(ctx: CanvasRenderingContext2D, series: Series, scales: Scales): void {
  const { color } = scales.palette;
  const { key } = latencyShown(series);
  const promised = target(series);
  const strip = stripOf(series.view, series, scales.width);
  if (promised !== undefined) {
    emphasis(ctx, series, "target");
    line(ctx, strip, scales, () => promised, {
      color: color("mark-late"),
      width: 1.5,
      dash: dashes.provisioned,
    });
  }
  if (series.baseline !== undefined) {
    const other = stripOf(series.baseline, series, scales.width);
    for (const { id } of latencyRegions(series.baseline)) {
      const column = columnOf(series.baseline, "all", key(id), other.size);
      emphasis(ctx, series, `region ${id}`);
      line(ctx, other, scales, (index) => column[index] ?? NaN, {
        color: color("baseline"),
        dash: dashes.baseline,
      });
    }
  }
  const shown = latencyRegions(series.view).map(({ id, name, token }) => {
    const column = columnOf(series.view, "all", key(id), strip.size);
    return { id, name, color: color(token), level: (index: number): number => column[index] ?? NaN };
  });
  for (const { id, level, color: ink } of shown) {
    emphasis(ctx, series, `region ${id}`);
    line(ctx, strip, scales, level, { color: ink, width: 2 });
  }
  ctx.globalAlpha = 1;
  // One line needs no name but the legend's.
  if (shown.length > 1) lineLabels(ctx, strip, scales, shown);
}
