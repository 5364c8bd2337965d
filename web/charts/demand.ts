/** Demand for inference by region of users: what is served, stacked; demand as a line; what is not served hatched, by reason where it is known. */
import { regionToken } from "../theme.ts";
import { formatNumber } from "../format.ts";
import { columnOf, hasValues, valueAt } from "../view/bins.ts";
import type { Chart, LegendRow, Scales, Series } from "./chart.ts";
import type { Strip } from "./marks.ts";
import { area, areaLabel, dashes, emphasis, line, stripOf, fan, fanRemark, fanTop } from "./marks.ts";
import { binTable, ratesRemark, readout } from "./rows.ts";

const served = (region: string): string => `served.${region}`;
const demanded = (region: string): string => `demand.${region}`;

/** Why demand goes unserved, the most usual first. */
const reasons = [
  { id: "capacity", label: "No chip free", token: "demand-unserved" },
  { id: "expired", label: "Waited too long", token: "band-overhead" },
  { id: "latency", label: "Too far for its SLO", token: "limit-supply" },
  { id: "residency", label: "May not leave its home", token: "limit-policy" },
  { id: "outage", label: "Chips failed", token: "band-broken" },
  { id: "starting", label: "Replicas still starting", token: "band-idle" },
] as const;

const because = (reason: string): string => `unserved.${reason}`;
/** Less than this of the greatest demand is never a pixel high: it is in the table alone. */
const leastSeen = 1e-3;

function reasonsOf({ view }: Series): readonly (typeof reasons)[number][] {
  const least = leastSeen * greatest(columnOf(view, "all", demanded("all")));
  return reasons.filter(({ id }) => greatest(columnOf(view, "all", because(id))) > least);
}

/** Neighbours lean apart, so that they differ without colour too. */
const leansLeft = (place: number): boolean => place % 2 === 1;

const greatest = (column: Float64Array): number => column.reduce((most, value) => Math.max(most, value), 0);

/** Users are not at a site: whatever place is picked, this is the fleet. */
const ofFleet = (series: Series): Series => ({ ...series, scope: "all" });

const regionsOf = (
  series: Series,
): readonly { readonly id: string; readonly name: string; readonly token: string }[] =>
  series.view.regions.map((region, index) => ({ ...region, token: regionToken(index) }));

export const demand: Chart = {
  id: "demand",
  name: "Inference: demand and served by region",
  short: "Inference",
  unit: () => "output tokens/s",
  height: () => 230,
  baseline: "preset: demand, served",
  top: (series) => {
    let most = 1;
    for (const view of [series.view, ...(series.baseline === undefined ? [] : [series.baseline])]) {
      const elsewhere = columnOf(view, "all", "demand.elsewhere");
      columnOf(view, "all", demanded("all")).forEach((value, bin) => {
        if (value + (elsewhere[bin] ?? 0) > most) most = value + (elsewhere[bin] ?? 0);
      });
    }
    return Math.max(most, fanTop(series, ["served.all"])) * 1.06;
  },
  draw,
  legend: (series, time) => {
    const fleet = ofFleet(series);
    if (fleet.view.regions.length === 0) return [];
    const rows: LegendRow[] = [
      { id: "demand", label: "Demand", token: "ink", swatch: "line", ...read(fleet, demanded("all"), time) },
    ];
    if (hasValues(fleet.view, "all", "demand.elsewhere"))
      rows.push({
        id: "elsewhere",
        label: "Served elsewhere, on top",
        token: "ink",
        swatch: "dotted",
        ...read(fleet, "demand.elsewhere", time),
      });
    reasonsOf(series).forEach(({ id, label, token }, k) => {
      const swatch = leansLeft(k) ? "hatch-left" : "hatch";
      rows.push({ id: because(id), label, token, swatch, ...read(fleet, because(id), time) });
    });
    if (reasonsOf(series).length === 0 && hasValues(fleet.view, "all", "demand.unserved"))
      rows.push({
        id: "unserved",
        label: "Unserved",
        token: "demand-unserved",
        swatch: "hatch",
        ...read(fleet, "demand.unserved", time),
      });
    for (const { id, name, token } of regionsOf(fleet).toReversed())
      rows.push({
        id: `region ${id}`,
        label: name,
        token,
        swatch: "area",
        ...read(fleet, served(id), time),
        note: `${name}: ${read(fleet, served(id), time).value} served of ${read(fleet, demanded(id), time).value} asked for`,
      });
    return rows;
  },
  remarks: (series, time) => {
    if (series.view.regions.length === 0) return ["This scenario asks for no inference."];
    const whole = series.scope === "all" || series.view.sites.length === 1;
    const waiting = valueAt(series.view, "all", "demand.waiting", time) ?? 0;
    return [
      ...(waiting > 0
        ? [`${formatNumber(waiting)} tokens of work that may wait are queued at the cursor.`]
        : []),
      ...(whole ? [] : ["Demand comes by region of users, not by site: this is the whole fleet."]),
      ...ratesRemark(series.view),
      ...fanRemark(series),
    ];
  },
  table: (series) => {
    const unit = "tokens/s";
    const why = (before: string, end: string): { readonly name: string; readonly key: string }[] =>
      reasons.map(({ id, label }) => ({
        name: `${before}: ${label.toLowerCase()}, ${unit}`,
        key: because(id) + end,
      }));
    const rows = [
      { name: `Demand, ${unit}`, key: demanded("all") },
      { name: `Served, ${unit}`, key: served("all") },
      { name: `Unserved, ${unit}`, key: "demand.unserved" },
      ...why("Unserved", ""),
      { name: "Waiting, tokens", key: "demand.waiting" },
      { name: `Served elsewhere, ${unit}`, key: "demand.elsewhere" },
      ...regionsOf(series).flatMap(({ id, name }) => [
        { name: `${name}: demand, ${unit}`, key: demanded(id) },
        { name: `${name}: served, ${unit}`, key: served(id) },
        ...why(`${name}: unserved`, `.${id}`),
      ]),
      ...series.view.servedModels.map(({ id, name }) => ({
        name: `${name}: served, ${unit}`,
        key: `served.model.${id}`,
      })),
      { name: "Revenue at list price, USD/h", key: "revenue.all" },
    ];
    const columns = series.view.scopes["all"] ?? {};
    return binTable(
      ofFleet(series),
      // What a run has nothing of has no column of zeros.
      rows.filter(({ key }, place) => place < 3 || columns[key] !== undefined),
    );
  },
};

const read = (series: Series, key: string, time: number): ReturnType<typeof readout> =>
  readout(series, key, time, "tokens/s");

function draw(ctx: CanvasRenderingContext2D, series: Series, scales: Scales): void {
  const { palette } = scales;
  const strip = stripOf(series.view, series, scales.width);
  const level = (key: string, of: Strip = strip): ((index: number) => number) => {
    const column = columnOf(of.view, "all", key, of.size);
    return (index) => column[index] ?? 0;
  };
  const base = new Float64Array(strip.last);
  for (const { id, name, token } of regionsOf(series)) {
    const from = Float64Array.from(base);
    const own = level(served(id));
    const bounds = {
      lower: (index: number): number => from[index] ?? 0,
      upper: (index: number): number => (from[index] ?? 0) + own(index),
    };
    emphasis(ctx, series, `region ${id}`);
    area(ctx, strip, scales, bounds, palette.color(token));
    for (let index = strip.first; index < strip.last; index++) base[index] = bounds.upper(index);
    line(ctx, strip, scales, bounds.upper, { color: palette.color("surface"), width: 1 });
    areaLabel(ctx, strip, scales, bounds, { names: [name], ink: palette.inkOn(token) });
  }
  const asked = level(demanded("all"));
  const gap = (
    row: { readonly id: string; readonly label: string; readonly token: string; readonly lean?: "left" },
    upper: (index: number) => number,
  ): void => {
    const from = Float64Array.from(base);
    const bounds = {
      lower: (index: number): number => from[index] ?? 0,
      upper: (index: number): number => Math.max(from[index] ?? 0, upper(index)),
    };
    emphasis(ctx, series, row.id);
    area(ctx, strip, scales, bounds, palette.hatch(row.token, row.lean));
    areaLabel(ctx, strip, scales, bounds, {
      names: [row.label],
      ink: palette.color("ink"),
      halo: palette.color("surface"),
    });
    for (let index = strip.first; index < strip.last; index++) base[index] = bounds.upper(index);
  };
  const known = reasonsOf(series);
  known.forEach(({ id, label, token }, k) => {
    const part = level(because(id));
    const from = Float64Array.from(base);
    const lean = leansLeft(k) ? ({ lean: "left" } as const) : {};
    gap({ id: because(id), label, token, ...lean }, (index) => (from[index] ?? 0) + part(index));
  });
  if (known.length === 0) gap({ id: "unserved", label: "Unserved", token: "demand-unserved" }, asked);
  if (series.baseline !== undefined) {
    const other = stripOf(series.baseline, series, scales.width);
    for (const key of [served("all"), demanded("all")]) {
      emphasis(ctx, series, "demand");
      const color = palette.color(key === served("all") ? "baseline-on-fill" : "baseline");
      line(ctx, other, scales, level(key, other), { color, width: 1.75, dash: dashes.baseline });
    }
  }
  fan(ctx, series, scales, "demand.all", palette.color("ink"));
  fan(ctx, series, scales, "served.all", palette.color("band-serving"));
  if (hasValues(series.view, "all", "demand.elsewhere")) {
    const more = level("demand.elsewhere");
    emphasis(ctx, series, "elsewhere");
    const stroke = { color: palette.color("ink"), width: 1.75, dash: dashes.utility };
    line(ctx, strip, scales, (index) => asked(index) + more(index), stroke);
  }
  emphasis(ctx, series, "demand");
  line(ctx, strip, scales, asked, { color: palette.color("ink"), width: 2.25 });
  ctx.globalAlpha = 1;
}
