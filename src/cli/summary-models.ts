/** The summary's table of served models: since when, how many tokens, what they bring in at list price. */
import { isoMonth } from "../index.ts";
import type { Result } from "../index.ts";
import { figure, left, paint, percent, printable, right, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

type Row = NonNullable<Result["served"]>["models"][number];

/** An amount in USD: two figures where it rests on assumptions. */
export const dollars = (usd: number, figures: number | undefined): string =>
  figures === undefined
    ? figure(usd)
    : figure(Number(usd.toPrecision(figures))).replace(/\.(\d*?)0+(?=\D|$)/, (_, kept: string) =>
        kept === "" ? "" : `.${kept}`,
      );

type Unit = { readonly unit: string; readonly figures?: number };

/** A figure of a headline over several runs. */
export const ofUnit = (value: number, { unit, figures }: Unit): string =>
  unit === "date" ? isoMonth(value) : figures === undefined ? figure(value) : dollars(value, figures);

/** A difference of two of them: of dates, months. */
export const differenceOfUnit = (value: number, row: Unit): string =>
  row.unit === "date" ? `${figure(12 * value)} mo` : ofUnit(value, row);

export function servedLines(terminal: Terminal, result: Result): readonly string[] {
  const { served } = result;
  if (served === undefined) return [];
  const figures = result.headlines.find(({ id }) => id === "revenue")?.figures;
  type Column = readonly [string, number, (row: Row) => string];
  const usd: Column = ["USD", 8, (row) => (row.usd === undefined ? "–" : dollars(row.usd, figures))];
  const columns: readonly Column[] = [
    ["released", 10, (row) => dayOf(result, row)],
    ["tokens", 8, (row) => figure(row.tokens)],
    ["share", 6, (row) => percent(row.share)],
    ["chip-hours", 10, (row) => figure(row.chipHours)],
    ...(served.usd === undefined ? [] : [usd]),
  ];
  // On a narrow terminal the first and the last say most.
  const cells =
    terminal.columns < 72 ? columns.filter((_, i) => i === 0 || i === columns.length - 1) : columns;
  const taken = cells.reduce((sum, [, width]) => sum + width + 1, 0);
  const width = Math.max(12, Math.min(26, terminal.columns - 2 - taken));
  const line = (first: string, texts: readonly string[]): string =>
    `  ${left(first, width)}${texts.map((text, i) => ` ${right(text, cells[i]?.[1] ?? 0)}`).join("")}`;
  return [
    paint(
      terminal,
      "dim",
      line(
        "model",
        cells.map(([name]) => name),
      ),
    ),
    ...served.models.map((row) =>
      line(
        printable(row.id),
        cells.map(([, , read]) => read(row)),
      ),
    ),
    ...releases(result).map((text) => wrap(text, terminal.columns, "  ")),
  ];
}

/** Each release as the log tells it, with what led to it. */
function releases({ events, startEpochSeconds }: Result): readonly string[] {
  const day = (seconds: number): string =>
    new Date((startEpochSeconds + seconds) * 1000).toISOString().slice(0, 10);
  return events.flatMap((event) => {
    if (event.kind !== "model-released") return [];
    const cause = events.find(({ id }) => id === event.cause);
    return [`${day(event.seconds)}: ${event.text}${cause === undefined ? "" : `, as ${cause.text}`}.`];
  });
}

function dayOf({ startEpochSeconds }: Result, { releasedSeconds, state }: Row): string {
  if (releasedSeconds === undefined) return state === "waiting" ? "never" : "at first";
  return new Date((startEpochSeconds + releasedSeconds) * 1000).toISOString().slice(0, 10);
}
