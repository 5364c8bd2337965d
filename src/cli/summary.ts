/** What `capsim run` prints: headlines, findings, small charts, backtest; at most as wide as the terminal. */
import { monthOfYear } from "../index.ts";
import type { Headline, Result } from "../index.ts";
import { bindLines, campaignLines, fleetLines, ledgerLines, powerLines } from "./summary-charts.ts";
import { goodputFinding, goodputLines } from "./summary-goodput.ts";
import { accessLines, demandLines, generationLines, noteLines } from "./summary-plans.ts";
import { latencyLines, ratesLines } from "./summary-serving.ts";
import { moneyLines } from "./summary-money.ts";
import { dollars, servedLines } from "./summary-models.ts";
import { figure, left, paint, percent, printable, right, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

export function section(
  terminal: Terminal,
  title: string,
  finding: string,
  lines: readonly string[],
): readonly string[] {
  if (lines.length === 0) return [];
  const said = finding === "" ? [] : [wrap(finding, terminal.columns, "  ")];
  return ["", paint(terminal, "bold", title), ...said, ...lines];
}

/** A share as per cent, a count as a count, anything else in a few figures with its unit. */
function amount({ value, unit, figures }: Headline): string {
  if (unit === "date") return right(monthOfYear(value), 9);
  if (figures !== undefined) return `${right(dollars(value, figures), 9)} ${unit}`;
  if (unit === "share") return right(percent(value), 9);
  return `${right(unit.startsWith("of ") ? String(value) : figure(value), 9)} ${unit}`;
}

/** The whole summary as text that ends in a line break. */
export function summaryText(result: Result, terminal: Terminal): string {
  const { scenario, findings } = result;
  const width = Math.min(48, Math.max(19, terminal.columns - 24));
  const title = `${scenario.title}${scenario.illustrative ? " (illustrative)" : ""}`;
  const lines = [
    paint(terminal, "bold", wrap(title, terminal.columns)),
    paint(
      terminal,
      "dim",
      wrap(
        `${result.start} to ${result.end}, seed ${result.seed}, digest ${result.digest}`,
        terminal.columns,
      ),
    ),
    "",
    ...result.headlines.map(
      (headline) =>
        `  ${left(`${headline.label}${headline.illustrative ? " ~" : ""}`, width)} ${amount(headline)}`,
    ),
    ...(result.headlines.some(({ illustrative }) => illustrative)
      ? [
          paint(
            terminal,
            "dim",
            wrap("~ illustrative: most of what it rests on is assumed", terminal.columns, "  "),
          ),
        ]
      : []),
    ...section(terminal, "Power", findings.power, powerLines(terminal, result)),
    ...section(terminal, "Chips in service", findings.fleet, fleetLines(terminal, result)),
    ...section(terminal, "Where chip-hours went", findings.utilisation, ledgerLines(terminal, result)),
    ...section(terminal, "Campaigns", findings.campaigns, campaignLines(terminal, result)),
    ...section(terminal, "Goodput", goodputFinding(result), goodputLines(terminal, result)),
    ...section(terminal, "Inference", findings.demand, [
      ...demandLines(terminal, result),
      ...accessLines(terminal, result),
      ...ratesLines(terminal, result),
    ]),
    ...section(terminal, "Latency", findings.latency ?? "", latencyLines(terminal, result)),
    ...section(
      terminal,
      "Autoscaler",
      "",
      findings.replicas === undefined ? [] : [wrap(findings.replicas, terminal.columns, "  ")],
    ),
    ...section(terminal, "Served models", "", servedLines(terminal, result)),
    ...section(terminal, "Money", findings.money ?? "", moneyLines(terminal, result)),
    ...section(terminal, "What binds", findings.binds, bindLines(terminal, result)),
    ...section(terminal, "Generations", "", generationLines(terminal, result)),
    ...section(terminal, "Good to know", "", noteLines(terminal, result)),
    ...section(terminal, "Backtest", "", backtestLines(terminal, result)),
    ...section(terminal, "Inputs", "", inputLines(terminal, result)),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function backtestLines(terminal: Terminal, { backtest }: Result): readonly string[] {
  if (backtest.series.length === 0) return [];
  const width = Math.min(44, Math.max(16, terminal.columns - 36));
  const head = `  ${left("series", width)} ${right("rows", 5)} ${right("error", 9)} ${right("carry fwd", 10)}`;
  const rows = backtest.series.map(
    ({ series, points, mapePercent, carryForwardMapePercent }) =>
      `  ${left(printable(series), width)} ${right(String(points), 5)} ${right(`${figure(mapePercent)} %`, 9)} ${right(`${figure(carryForwardMapePercent)} %`, 10)}`,
  );
  const note =
    "Mean absolute percentage error on rows the run did not read, beside carrying the last known value forward.";
  return [paint(terminal, "dim", head), ...rows, paint(terminal, "dim", wrap(note, terminal.columns, "  "))];
}

export function inputLines(terminal: Terminal, { inputs }: Result): readonly string[] {
  const shares = Object.entries(inputs).filter(([, share]) => share > 0);
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  if (total === 0) return [];
  return [
    wrap(
      `Input numbers by confidence: ${shares.map(([name, share]) => `${name} ${Math.round((share / total) * 100)} %`).join(", ")}.`,
      terminal.columns,
      "  ",
    ),
  ];
}
