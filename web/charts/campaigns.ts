/** Campaigns on a time line: a row each; waiting, running, paused; interruptions and deadlines as marks. */
import { formatDay, formatIso, formatNumber } from "../format.ts";
import { generationToken } from "../theme.ts";
import { columnOf, edgeOf, valueAt } from "../view/bins.ts";
import type { CampaignView, JobView } from "../view/run-view.ts";
import { rowHeight, rowTop } from "./chart.ts";
import type { Chart, LegendRow, Scales, Series } from "./chart.ts";
import { stripOf } from "./marks.ts";

const barTop = 16;
const barHeight = 13;
const day = 86_400_000;

function rowsOf(series: Series): readonly CampaignView[] {
  return series.view.campaigns.filter(
    ({ jobs }) => series.scope === "all" || jobs.some((job) => job.site === series.scope || job.site === ""),
  );
}

const isLate = (job: JobView, horizon: number): boolean =>
  job.deadline !== undefined && (job.end ?? horizon) > job.deadline;

/** The job of a row that a moment falls into: running, else waiting, else the last before it. */
function jobAt(row: CampaignView, time: number): JobView | undefined {
  const begun = row.jobs.filter((job) => job.submit <= time);
  return (
    begun.find((job) => job.start !== undefined && job.start <= time && (job.end ?? Infinity) > time) ??
    begun.at(-1)
  );
}

const interrupts = (id: string): string => `campaign.${id}.interrupts`;
const running = (id: string): string => `campaign.${id}.chips`;

export const campaigns: Chart = {
  id: "campaigns",
  name: "Campaigns",
  unit: () => "",
  rowLabels: (series) =>
    rowsOf(series).map(({ name, jobs, kind }) =>
      jobs.length > 1 || kind === "stream" ? `${name} (${jobs.length} runs)` : name,
    ),
  height: (series) => Math.max(2, rowsOf(series).length) * rowHeight + 6,
  draw,
  legend: (series) => [
    ...series.view.generations
      .filter(({ id }) => rowsOf(series).some(({ jobs }) => jobs.some(({ chip }) => chip === id)))
      .map(({ id, name }): LegendRow => ({
        id,
        label: `Running on ${name} (height: chips held)`,
        token: generationToken(id),
        swatch: "area",
        value: "",
      })),
    ...legendRows.map(([id, label, token, swatch]): LegendRow => ({ id, label, token, swatch, value: "" })),
  ],
  remarks: (series, time) => rowsOf(series).map((row) => remark(series, row, time)),
  table: (series) => ({
    columns: [
      "campaign",
      "run",
      "site",
      "chip",
      "state",
      "submitted",
      "started",
      "ended",
      "deadline",
      "late, days",
      "chips (mean)",
      "chips (most)",
      "done, %",
      "productive share",
      "failures",
      "times chips were taken",
    ],
    rows: rowsOf(series).flatMap((row) =>
      row.jobs.map((job) => [
        row.name,
        job.name,
        job.site,
        job.chip,
        job.state,
        formatIso(job.submit),
        job.start === undefined ? "" : formatIso(job.start),
        job.end === undefined ? "" : formatIso(job.end),
        job.deadline === undefined ? "" : formatIso(job.deadline),
        isLate(job, series.view.end)
          ? (((job.end ?? series.view.end) - (job.deadline ?? 0)) / day).toFixed(1)
          : "",
        Math.round(job.meanChips),
        job.maxChips,
        (100 * job.done).toFixed(1),
        job.ettr.toFixed(3),
        job.failures,
        job.preemptions,
      ]),
    ),
  }),
};

const legendRows = [
  ["wait", "Waiting or paused", "ink-soft", "hatch"],
  ["interrupt", "Interruptions", "mark-interrupt", "line"],
  ["deadline", "Deadline", "ink", "dotted"],
  ["late", "After its deadline", "mark-late", "line"],
] as const;

function remark(series: Series, row: CampaignView, time: number): string {
  const job = jobAt(row, time);
  if (job === undefined) return `${row.name}: not yet submitted.`;
  const late = isLate(job, series.view.end) ? ", past its deadline" : "";
  const due = job.deadline === undefined ? "" : `, due ${formatDay(job.deadline)}${late}`;
  if (job.start === undefined || job.start > time)
    return `${job.name}: waiting since ${formatDay(job.submit)}${due}.`;
  if (job.end !== undefined && job.end <= time) return `${job.name}: ended ${formatDay(job.end)}${due}.`;
  if (job.pauses.some(([from, to]) => from <= time && time < to)) return `${job.name}: paused${due}.`;
  const held = valueAt(series.view, "all", running(row.id), time) ?? job.meanChips;
  const rate = valueAt(series.view, "all", interrupts(row.id), time) ?? 0;
  const broken = rate > 0.005 ? `, interruptions a day: ${formatNumber(rate)}` : "";
  return `${job.name}: ${formatNumber(held)} of ${formatNumber(job.maxChips)} chips${broken}${due}.`;
}

function draw(ctx: CanvasRenderingContext2D, series: Series, scales: Scales): void {
  rowsOf(series).forEach((row, index) => {
    const y = rowTop(index) + barTop;
    for (const job of row.jobs) {
      ctx.globalAlpha = series.focus === undefined || series.focus === job.chip ? 1 : 0.3;
      drawJob(ctx, series, scales, { row, job, y, deadlines: row.jobs.length <= 12 });
    }
    drawInterrupts(ctx, series, scales, row, y + barHeight + 2);
  });
  ctx.globalAlpha = 1;
}

interface Place {
  readonly row: CampaignView;
  readonly job: JobView;
  readonly y: number;
  readonly deadlines: boolean;
}

function drawJob(ctx: CanvasRenderingContext2D, series: Series, { x, palette }: Scales, place: Place): void {
  const { job, y, row } = place;
  const end = job.end ?? series.view.end;
  const box = (from: number, to: number, fill: string | CanvasPattern): void => {
    if (to <= from) return;
    const left = x(from);
    ctx.fillStyle = fill;
    ctx.fillRect(left, y, Math.max(0.75, x(to) - left - 0.5), barHeight);
  };
  const waiting = palette.hatch("ink-soft", "left");
  box(job.submit, job.start ?? end, waiting);
  if (job.start !== undefined) {
    box(job.start, end, palette.color("bar-held"));
    drawHeld(ctx, series, { x, palette }, { row, job, y, from: job.start, to: end });
    for (const [from, to] of job.pauses) {
      box(from, to, palette.color("surface"));
      box(from, to, waiting);
    }
  }
  const { deadline } = job;
  if (deadline === undefined) return;
  if (end > deadline) {
    ctx.fillStyle = palette.color("mark-late");
    const left = x(Math.max(deadline, job.submit));
    ctx.fillRect(left, y - 3, Math.max(2, x(end) - left), 2.5);
  }
  if (!place.deadlines) return;
  ctx.strokeStyle = palette.color(end > deadline ? "mark-late" : "ink");
  ctx.lineWidth = 1.5;
  ctx.setLineDash([2, 2]);
  ctx.beginPath();
  ctx.moveTo(x(deadline), y - 5);
  ctx.lineTo(x(deadline), y + barHeight + 3);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Fills the bar as high as the share of its chips that the job holds. */
function drawHeld(
  ctx: CanvasRenderingContext2D,
  series: Series,
  { x, palette }: Pick<Scales, "x" | "palette">,
  place: {
    readonly row: CampaignView;
    readonly job: JobView;
    readonly y: number;
    readonly from: number;
    readonly to: number;
  },
): void {
  const { row, job, y, from, to } = place;
  const strip = stripOf(series.view, series, x(series.to) - x(series.from));
  const chips = columnOf(series.view, "all", running(row.id), strip.size);
  ctx.fillStyle = palette.color(generationToken(job.chip));
  const fill = (left: number, right: number, held: number): void => {
    const height = barHeight * Math.max(0.08, Math.min(1, held / Math.max(1, job.maxChips)));
    ctx.fillRect(x(left), y + barHeight - height, Math.max(0.75, x(right) - x(left)), height);
  };
  // A row with runs side by side has one column for all of them: show each at its own mean.
  if (chips.length === 0 || row.kind === "stream") return fill(from, to, job.meanChips);
  for (let index = strip.first; index < strip.last; index++) {
    const left = Math.max(from, edgeOf(series.view, index, strip.size));
    const right = Math.min(to, edgeOf(series.view, index + 1, strip.size));
    if (right > left) fill(left, right, chips[index] ?? 0);
  }
}

/** Ticks under a bar, darker the more interruptions a day. */
function drawInterrupts(
  ctx: CanvasRenderingContext2D,
  series: Series,
  scales: Scales,
  row: CampaignView,
  y: number,
): void {
  const strip = stripOf(series.view, series, scales.width);
  const rates = columnOf(series.view, "all", interrupts(row.id), strip.size);
  let most = 0;
  for (const rate of rates) most = Math.max(most, rate);
  ctx.fillStyle = scales.palette.color("mark-interrupt");
  for (let index = strip.first; index < Math.min(strip.last, rates.length); index++) {
    const rate = rates[index] ?? 0;
    if (rate <= 0) continue;
    const left = scales.x(edgeOf(series.view, index, strip.size));
    const right = scales.x(edgeOf(series.view, index + 1, strip.size));
    const height = 1 + (3 * rate) / most;
    ctx.fillRect(left, y, Math.max(1, right - left), height);
  }
}
