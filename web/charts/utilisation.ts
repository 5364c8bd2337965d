/** Utilisation: what every delivered chip did, from the ledger, as shares that add up to the whole. */
import { formatIso } from "../format.ts";
import { binAt, columnOf, edgeOf } from "../view/bins.ts";
import type { RunView } from "../view/run-view.ts";
import { shareAt } from "../view/shares.ts";
import { bands } from "./bands.ts";
import type { Band } from "./bands.ts";
import type { Chart, LegendRow, Scales, Series } from "./chart.ts";
import { area, dashes, emphasis, line, stripOf } from "./marks.ts";
import { withDelta } from "./rows.ts";

const key = (id: string): string => `state.${id}`;

/** Share of delivered chips in a band, in groups of bins. */
function shares(view: RunView, scope: string, band: Band, size: number): Float64Array {
  const delivered = columnOf(view, scope, "chips.delivered", size);
  const sum = new Float64Array(delivered.length);
  for (const state of view.states.filter(band.has)) {
    const column = columnOf(view, scope, key(state.id), size);
    for (let index = 0; index < column.length; index++) sum[index] = (sum[index] ?? 0) + (column[index] ?? 0);
  }
  return sum.map((chips, index) => {
    const whole = delivered[index] ?? 0;
    return whole > 0 ? chips / whole : 0;
  });
}

const idsOf = (view: RunView, band: Band): string[] => view.states.filter(band.has).map(({ id }) => id);

function used({ view, scope }: Series): readonly Band[] {
  return bands.filter((band) =>
    view.states.filter(band.has).some(({ id }) => view.scopes[scope]?.[key(id)]?.some((value) => value > 0)),
  );
}

export const utilisation: Chart = {
  id: "utilisation",
  name: "What chips did",
  unit: () => "% of delivered chips",
  height: () => 230,
  baseline: "preset: useful share",
  percent: () => true,
  top: () => 1,
  draw,
  legend: (series, time) =>
    used(series)
      .toReversed()
      .map((band): LegendRow => {
        const ids = idsOf(series.view, band);
        const now = shareAt(series.view, series.scope, ids, time) ?? 0;
        const { baseline } = series;
        const before = baseline === undefined ? undefined : shareAt(baseline, series.scope, ids, time);
        return {
          id: band.id,
          label: band.label,
          token: band.token,
          swatch: band.hatched ? "hatch" : "area",
          ...withDelta(now, before, "share"),
          note: detail(series, ids, time),
        };
      }),
  table: (series) => {
    const { view, scope } = series;
    const states = view.states.filter(({ id }) => view.scopes[scope]?.[key(id)] !== undefined);
    const rows: (string | number)[][] = [];
    for (let bin = binAt(view, series.from); bin <= binAt(view, series.to - 1); bin++) {
      const hours = (edgeOf(view, bin + 1) - edgeOf(view, bin)) / 3_600_000;
      const of = (column: string): number => (view.scopes[scope]?.[column]?.[bin] ?? 0) * hours;
      rows.push([
        formatIso(edgeOf(view, bin)),
        ...states.map(({ id }) => of(key(id))),
        of("chips.delivered"),
      ]);
    }
    return {
      columns: ["start", ...states.map(({ label }) => `${label}, chip-hours`), "delivered, chip-hours"],
      rows,
    };
  },
};

/** The states of a band at a moment, largest first: "serving 41 %, headroom 6 %". */
function detail({ view, scope }: Series, ids: readonly string[], time: number): string {
  return ids
    .map((id) => ({ id, share: shareAt(view, scope, [id], time) ?? 0 }))
    .filter(({ share }) => share >= 0.0005)
    .sort((one, other) => other.share - one.share)
    .map(
      ({ id, share }) =>
        `${view.states.find((state) => state.id === id)?.label ?? id} ${(100 * share).toFixed(1)} %`,
    )
    .join(", ");
}

function draw(ctx: CanvasRenderingContext2D, series: Series, scales: Scales): void {
  const { palette } = scales;
  const strip = stripOf(series.view, series, scales.width);
  const base = new Float64Array(strip.last);
  for (const band of used(series)) {
    const share = shares(series.view, series.scope, band, strip.size);
    emphasis(ctx, series, band.id);
    const bounds = {
      lower: (index: number): number => base[index] ?? 0,
      upper: (index: number): number => (base[index] ?? 0) + (share[index] ?? 0),
    };
    if (band.hatched) area(ctx, strip, scales, bounds, palette.color(`${band.token}-fill`));
    area(ctx, strip, scales, bounds, band.hatched ? palette.hatch(band.token) : palette.color(band.token));
    for (let index = strip.first; index < strip.last; index++) {
      base[index] = (base[index] ?? 0) + (share[index] ?? 0);
    }
    // A thin gap keeps neighbours apart where their colours do not.
    line(ctx, strip, scales, (index) => base[index] ?? 0, { color: palette.color("surface"), width: 1 });
  }
  ctx.globalAlpha = 1;
  if (series.baseline !== undefined) {
    const other = stripOf(series.baseline, series, scales.width);
    const useful = bands
      .slice(0, 2)
      .map((band) => shares(series.baseline ?? series.view, series.scope, band, other.size));
    line(ctx, other, scales, (index) => useful.reduce((sum, share) => sum + (share[index] ?? 0), 0), {
      color: palette.color("baseline-on-fill"),
      width: 2,
      dash: dashes.baseline,
    });
  }
}
