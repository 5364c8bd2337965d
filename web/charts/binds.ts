/** What binds: a row a site, each month coloured by the limit that cost most chip-hours. */
import type { Bind } from "../api.ts";
import { monthKey } from "../format.ts";
import { rowHeight, rowTop } from "./chart.ts";
import type { Chart, LegendRow, Scales, Series } from "./chart.ts";

interface Limit {
  readonly token: string;
  /** Stands in the cell, so that the cell reads without its colour. */
  readonly mark: string;
  readonly label: string;
}

const limits: Readonly<Record<Bind["limit"], Limit>> = {
  "chip supply": { token: "limit-supply", mark: "C", label: "Lack of chips" },
  money: { token: "limit-money", mark: "M", label: "Lack of money" },
  power: { token: "limit-power", mark: "P", label: "Lack of power" },
  hall: { token: "limit-hall", mark: "H", label: "Lack of halls" },
  demand: { token: "limit-demand", mark: "D", label: "Lack of demand" },
  "gang scheduling": { token: "limit-gang", mark: "G", label: "Gang scheduling" },
  failures: { token: "limit-failures", mark: "F", label: "Failures" },
  policy: { token: "limit-policy", mark: "R", label: "Rules" },
  commissioning: { token: "limit-commissioning", mark: "B", label: "Burn-in" },
  nothing: { token: "limit-nothing", mark: "", label: "Nothing" },
};

const sitesOf = (series: Series): readonly { readonly id: string; readonly name: string }[] =>
  series.view.sites.filter(({ id }) => series.scope === "all" || series.scope === id);

export const binds: Chart = {
  id: "binds",
  name: "What binds",
  unit: () => "",
  rowLabels: (series) => sitesOf(series).map(({ name }) => name),
  siteOfRow: (series, row) => sitesOf(series)[row]?.id,
  height: (series) => sitesOf(series).length * rowHeight + 6,
  draw,
  legend: (series) => {
    const found = new Set(series.view.binds.map(({ limit }) => limit));
    return Object.entries(limits)
      .filter(([limit]) => [...found].some((each) => each === limit))
      .map(([id, { token, mark, label }]): LegendRow => ({
        id,
        label: `${mark} ${label}`.trim(),
        token,
        swatch: "area",
        value: "",
      }));
  },
  remarks: (series, time) => bindsAt(series, time).map((bind) => bindSentence(series, bind)),
  table: (series) => ({
    columns: [
      "site",
      "month",
      "limit",
      "bucket",
      "chip-hours lost to it",
      "useful chip-hours",
      "delivered chip-hours",
      "in words",
    ],
    rows: inWindow(series).map((bind) => [
      bind.site,
      bind.month,
      bind.limit,
      bind.bucket,
      Math.round(bind.chipHours),
      Math.round(bind.usefulChipHours),
      Math.round(bind.deliveredChipHours),
      bind.text,
    ]),
  }),
};

/** What binds at a moment, a sentence for each site in scope that has anything to say. */
export function bindsAt(series: Series, time: number): readonly Bind[] {
  const month = monthKey(time);
  return series.view.binds.filter(
    (bind) => bind.month === month && (series.scope === "all" || bind.site === series.scope),
  );
}

/** The sentence with its site in front, where several are shown. */
export function bindSentence(series: Series, bind: Bind): string {
  const name = sitesOf(series).find(({ id }) => id === bind.site)?.name ?? bind.site;
  return sitesOf(series).length === 1 || bind.text.startsWith(name) ? bind.text : `${name}, ${bind.text}`;
}

function inWindow(series: Series): readonly Bind[] {
  const first = monthKey(series.from);
  const last = monthKey(series.to - 1);
  return series.view.binds.filter(
    ({ month, site }) => month >= first && month <= last && (series.scope === "all" || site === series.scope),
  );
}

function draw(ctx: CanvasRenderingContext2D, series: Series, scales: Scales): void {
  const { x, palette, width } = scales;
  sitesOf(series).forEach(({ id }, row) => {
    for (const span of spansOf(series, id)) {
      const left = Math.max(0, x(Date.parse(`${span.first}-01`)));
      const right = Math.min(width, x(nextMonth(span.last)));
      if (right <= left) continue;
      const { token } = limits[span.limit];
      const y = rowTop(row) + 15;
      ctx.globalAlpha = series.focus === undefined || series.focus === span.limit ? 1 : 0.2;
      ctx.fillStyle = palette.color(token);
      ctx.fillRect(left, y, Math.max(1, right - left - 1), barHeight);
      if (span.limit === "nothing") continue;
      ctx.fillStyle = palette.color(`${token}-ink`);
      drawLabel(ctx, span.limit, { left, right, y: y + barHeight / 2 + 0.5 });
    }
  });
  ctx.globalAlpha = 1;
}

const barHeight = rowHeight - 18;

/** The limit's name where it fits, else its letter, else nothing: the legend and the sentences have it too. */
function drawLabel(
  ctx: CanvasRenderingContext2D,
  limit: Bind["limit"],
  box: { readonly left: number; readonly right: number; readonly y: number },
): void {
  const { mark, label } = limits[limit];
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = "600 11px system-ui, sans-serif";
  const room = box.right - box.left - 8;
  const text = [label, mark].find((each) => ctx.measureText(each).width <= room);
  if (text !== undefined) ctx.fillText(text, (box.left + box.right) / 2, box.y);
}

interface Span {
  readonly limit: Bind["limit"];
  readonly first: string;
  readonly last: string;
}

/** Months in a row with the same limit, as one span. */
function spansOf(series: Series, site: string): readonly Span[] {
  const spans: Span[] = [];
  for (const bind of inWindow(series)) {
    if (bind.site !== site) continue;
    const before = spans.at(-1);
    if (before?.limit === bind.limit) spans.splice(-1, 1, { ...before, last: bind.month });
    else spans.push({ limit: bind.limit, first: bind.month, last: bind.month });
  }
  return spans;
}

function nextMonth(month: string): number {
  const date = new Date(`${month}-01T00:00:00Z`);
  return date.setUTCMonth(date.getUTCMonth() + 1);
}
