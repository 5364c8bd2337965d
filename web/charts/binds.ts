/** What binds: a row a site, a cell a month, coloured by the limit that cost most chip-hours. */
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
  "chip supply": { token: "limit-supply", mark: "C", label: "Chip supply" },
  power: { token: "limit-power", mark: "P", label: "Power" },
  hall: { token: "limit-hall", mark: "H", label: "Halls" },
  demand: { token: "limit-demand", mark: "D", label: "Demand" },
  "gang scheduling": { token: "limit-gang", mark: "G", label: "Gang scheduling" },
  failures: { token: "limit-failures", mark: "F", label: "Failures" },
  policy: { token: "limit-policy", mark: "R", label: "Policy (rules)" },
  commissioning: { token: "limit-commissioning", mark: "B", label: "Commissioning (burn-in)" },
  nothing: { token: "limit-nothing", mark: "·", label: "Nothing" },
};

const sitesOf = (series: Series): readonly { readonly id: string; readonly name: string }[] =>
  series.view.sites.filter(({ id }) => series.scope === "all" || series.scope === id);

export const binds: Chart = {
  id: "binds",
  name: "What binds",
  unit: () => "",
  rowLabels: (series) => sitesOf(series).map(({ name }) => name),
  height: (series) => sitesOf(series).length * rowHeight + 6,
  draw,
  legend: (series) => {
    const found = new Set(series.view.binds.map(({ limit }) => limit));
    return Object.entries(limits)
      .filter(([limit]) => [...found].some((each) => each === limit))
      .map(([id, { token, mark, label }]): LegendRow => ({
        id,
        label: `${mark} ${label}`,
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

function draw(ctx: CanvasRenderingContext2D, series: Series, { x, palette, width }: Scales): void {
  const rows = new Map(sitesOf(series).map(({ id }, index) => [id, index]));
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = "600 10px system-ui, sans-serif";
  for (const bind of inWindow(series)) {
    const row = rows.get(bind.site);
    if (row === undefined) continue;
    const { token, mark } = limits[bind.limit];
    const left = Math.max(0, x(Date.parse(`${bind.month}-01`)));
    const right = Math.min(width, x(nextMonth(bind.month)));
    if (right <= left) continue;
    ctx.globalAlpha = series.focus === undefined || series.focus === bind.limit ? 1 : 0.2;
    const y = rowTop(row) + 15;
    ctx.fillStyle = palette.color(token);
    ctx.fillRect(left, y, Math.max(1, right - left - 1), rowHeight - 18);
    if (bind.limit === "nothing" || right - left < 11) continue;
    ctx.fillStyle = palette.color(`${token}-ink`);
    ctx.fillText(mark, (left + right - 1) / 2, y + (rowHeight - 18) / 2 + 0.5);
  }
  ctx.globalAlpha = 1;
}

function nextMonth(month: string): number {
  const date = new Date(`${month}-01T00:00:00Z`);
  return date.setUTCMonth(date.getUTCMonth() + 1);
}
