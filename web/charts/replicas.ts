/** The autoscaler: chips of replicas that are held, and the least a perfect one would keep; between them what lead time costs. */
import { columnOf, hasValues, valueAt } from "../view/bins.ts";
import type { RunView } from "../view/run-view.ts";
import type { Chart, Scales, Series } from "./chart.ts";
import type { Strip } from "./marks.ts";
import { area, dashes, emphasis, line, stripOf } from "./marks.ts";
import { binTable, readout, withDelta } from "./rows.ts";

const held = "serving.replicas";
const least = "serving.least-replicas";

/** Replicas are not told apart by site here. */
const ofFleet = (series: Series): Series => ({ ...series, scope: "all" });

export const replicas: Chart = {
  id: "replicas",
  name: "Autoscaler: replicas held",
  short: "Autoscaler",
  has: (view) => hasValues(view, "all", held),
  unit: () => "chips",
  height: () => 230,
  baseline: "preset: held",
  top: (series) => {
    let most = 1;
    for (const view of [series.view, ...(series.baseline === undefined ? [] : [series.baseline])])
      for (const key of [held, least])
        for (const value of columnOf(view, "all", key)) if (value > most) most = value;
    return most * 1.06;
  },
  draw,
  legend: (series, time) => [
    {
      id: "over",
      label: "Over the least",
      token: "band-headroom",
      swatch: "hatch",
      ...over(series, time),
    },
    {
      id: "held",
      label: "Held",
      token: "band-serving",
      swatch: "line",
      ...readout(ofFleet(series), held, time, "chips"),
    },
    {
      id: "least",
      label: "Least, with a perfect autoscaler",
      token: "ink",
      swatch: "line",
      ...readout(ofFleet(series), least, time, "chips"),
    },
  ],
  remarks: (series) =>
    series.scope === "all" || series.view.sites.length === 1 ? [] : ["This is the whole fleet."],
  table: (series) =>
    binTable(ofFleet(series), [
      { name: "Held, chips", key: held },
      { name: "Least with a perfect autoscaler, chips", key: least },
    ]),
};

function over({ view, baseline }: Series, time: number): ReturnType<typeof withDelta> {
  const share = (of: RunView): number => {
    const fewest = valueAt(of, "all", least, time) ?? 0;
    return fewest > 0 ? (valueAt(of, "all", held, time) ?? 0) / fewest - 1 : NaN;
  };
  return withDelta(share(view), baseline === undefined ? undefined : share(baseline), "share");
}

function draw(ctx: CanvasRenderingContext2D, series: Series, scales: Scales): void {
  const { color, hatch } = scales.palette;
  const strip = stripOf(series.view, series, scales.width);
  const level = (key: string, of: Strip = strip): ((index: number) => number) => {
    const column = columnOf(of.view, "all", key, of.size);
    return (index) => column[index] ?? 0;
  };
  const between = { lower: level(least), upper: level(held) };
  ctx.globalAlpha = 1;
  area(ctx, strip, scales, { lower: () => 0, upper: between.lower }, color("band-headroom-fill"));
  area(ctx, strip, scales, between, hatch("band-headroom"));
  if (series.baseline !== undefined) {
    const other = stripOf(series.baseline, series, scales.width);
    emphasis(ctx, series, "held");
    line(ctx, other, scales, level(held, other), {
      color: color("baseline"),
      width: 1.75,
      dash: dashes.baseline,
    });
  }
  emphasis(ctx, series, "held");
  line(ctx, strip, scales, between.upper, { color: color("band-serving"), width: 2 });
  emphasis(ctx, series, "least");
  line(ctx, strip, scales, between.lower, { color: color("ink"), width: 2 });
  ctx.globalAlpha = 1;
}
