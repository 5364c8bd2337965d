/** What `capsim zoom` prints: percentiles of the events beside the closed forms, and the hour or the loads as a picture. */
import { bar, figure, left, paint, percent, printable, right, sparkline, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";
import type { Zoomed, ZoomReport } from "./zoom.ts";

const CELL = 10;

export function zoomText(report: ZoomReport, terminal: Terminal): string {
  const { title, hours, points } = report;
  const requests = points.reduce((sum, { zoom }) => sum + zoom.requests, 0);
  const lines = [
    paint(terminal, "bold", wrap(printable(title), terminal.columns)),
    paint(
      terminal,
      "dim",
      `${requests.toLocaleString("en-US")} requests, ${hours} hour${hours === 1 ? "" : "s"} a load`,
    ),
    "",
    ...(points.length === 1 && points[0] !== undefined
      ? one(points[0], report, terminal)
      : sweep(points, terminal)),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function one(point: Zoomed, { spec }: ZoomReport, terminal: Terminal): readonly string[] {
  const { zoom, closed, load } = point;
  const row = (name: string, events: number, form: number | undefined): string =>
    [
      left(name, 26),
      right(seconds(events), CELL),
      form === undefined ? "" : right(seconds(form), CELL + 2),
      form === undefined ? "" : right(error(form, events), CELL + 2),
    ].join("");
  const { minutes } = zoom;
  const width = Math.min(minutes.arrivals.length, terminal.columns - 32);
  const line = (name: string, values: Float64Array): string => {
    let top = 0;
    for (const value of values) top = Math.max(top, value);
    return `${left(name, 20)}${sparkline(values, width, top)} ${right(figure(top), 8)}`;
  };
  return [
    wrap(
      `load ${figure(load)}: prefill busy ${percent(zoom.prefillBusy)}, slots held ${percent(zoom.slotsHeld)} of ${figure(spec.instances * spec.slots)}, minutes' rates ${figure(closed.minuteCv)} about their mean`,
      terminal.columns,
    ),
    "",
    paint(
      terminal,
      "dim",
      `${left("", 26)}${right("events", CELL)}${right("closed", CELL + 2)}${right("error", CELL + 2)}`,
    ),
    row("first token, mean", zoom.ttft.mean, closed.ttft.mean),
    row("  p50", zoom.ttft.p50, closed.ttft.p50),
    row("  p90", zoom.ttft.p90, undefined),
    row("  p99", zoom.ttft.p99, closed.ttft.p99),
    row("a token, mean", zoom.tpot.mean, closed.tpot.mean),
    row("  p50", zoom.tpot.p50, closed.tpot.p50),
    row("  p99", zoom.tpot.p99, closed.tpot.p99),
    row("last token, p50", zoom.e2e.p50, undefined),
    row("  p99", zoom.e2e.p99, undefined),
    "",
    paint(terminal, "dim", "The last hour by minute, and its highest minute"),
    line("requests", minutes.arrivals),
    line("waiting", minutes.waiting),
    line("slots held", minutes.held),
  ];
}

/** P99 of the first token by load, both ways, on one logarithmic scale. */
function sweep(points: readonly Zoomed[], terminal: Terminal): readonly string[] {
  const values = points
    .flatMap(({ zoom, closed }) => [zoom.ttft.p99, closed.ttft.p99])
    .filter((p99) => p99 > 0);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const width = Math.max(10, terminal.columns - 40);
  // Steps of the scale: doublings.
  const steps = (value: number): number => {
    let count = 0;
    let at = low;
    while (at * 2 <= value) {
      at *= 2;
      count++;
    }
    return count + (value - at) / at;
  };
  const most = Math.max(1, steps(high)) + 1;
  const line = (name: string, load: string, p99: number, last: string): string =>
    [
      left(load, 6),
      left(name, 8),
      right(seconds(p99), CELL),
      "  ",
      bar((steps(p99) + 1) / most, width),
      last,
    ].join("");
  return [
    paint(terminal, "dim", "p99 of the first token by load; a doubling is as long everywhere"),
    ...points.flatMap(({ load, zoom, closed }) => [
      line("events", load.toFixed(2), zoom.ttft.p99, ""),
      line("closed", "", closed.ttft.p99, right(error(closed.ttft.p99, zoom.ttft.p99), 8)),
    ]),
  ];
}

const error = (form: number, events: number): string => {
  const share = form / events - 1;
  return Number.isFinite(share) ? `${share >= 0 ? "+" : "−"}${(Math.abs(share) * 100).toFixed(1)} %` : "–";
};

function seconds(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value < 0.9995 ? `${figure(value * 1000)} ms` : `${figure(value)} s`;
}
