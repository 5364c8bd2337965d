// What a rerun of the comparisons comes to: the data the page shows, and docs/validation.md. Neither holds a time or a date,
// so that the same figures give the same bytes.
import type { OracleGroup, OraclePoint, OracleRow } from "./rows/row.ts";

export const FORMAT = "capsim-validation/1";

export interface ReportGroup {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly rows: readonly OracleRow[];
}

export interface Report {
  readonly format: typeof FORMAT;
  readonly groups: readonly ReportGroup[];
}

/** A group with its rows as they came out. */
export const rerunOf = ({ id, title, about, rows }: OracleGroup): ReportGroup => ({
  id,
  title,
  about,
  rows: rows().map(tidy),
});

/** What a report holds of a row, in one order whatever the row's own. Of the part used two digits say all there is. */
function tidy(row: OracleRow): OracleRow {
  const {
    id,
    what,
    expected,
    simulated,
    tolerance,
    verdict,
    kind,
    source,
    used,
    needs,
    note,
    outside,
    point,
  } = row;
  const measured = used !== undefined && Number.isFinite(used) && verdict !== "not run";
  return {
    id,
    what,
    expected,
    simulated,
    tolerance,
    verdict,
    kind,
    source,
    ...(measured ? { used: Number(used.toPrecision(2)) } : {}),
    ...(needs === undefined ? {} : { needs }),
    ...(note === undefined ? {} : { note }),
    ...(outside === undefined ? {} : { outside }),
    ...(point === undefined ? {} : { point: rounded(point) }),
  };
}

/** Four digits place a mark to less than a pixel. */
const rounded = ({ panel, measured, predicted, series }: OraclePoint): OraclePoint => ({
  panel,
  measured: Number(measured.toPrecision(4)),
  predicted: Number(predicted.toPrecision(4)),
  series,
});

/**
 * A row that could not be rerun keeps what it came to before, as long as it asks the same: the machine that lacks a log must
 * not take its result away.
 */
export function merged(groups: readonly ReportGroup[], committed: Report | undefined): Report {
  const before = new Map(committed?.groups.flatMap(({ rows }) => rows).map((row) => [row.id, row]));
  return {
    format: FORMAT,
    groups: groups.map((group) => ({
      ...group,
      rows: group.rows.map((row) => {
        const known = before.get(row.id);
        const same =
          known !== undefined && known.expected === row.expected && known.tolerance === row.tolerance;
        return row.verdict === "not run" && same ? tidy({ ...row, ...resultOf(known) }) : row;
      }),
    })),
  };
}

const resultOf = ({ simulated, verdict, used }: OracleRow): Partial<OracleRow> => ({
  simulated,
  verdict,
  ...(used === undefined ? {} : { used }),
});

export const jsonOf = (report: Report): string => `${JSON.stringify(report, undefined, 2)}\n`;

export interface Counts {
  readonly rows: number;
  readonly agrees: number;
  readonly differs: number;
  readonly notRun: number;
  readonly calibration: number;
}

export function countsOf(rows: readonly OracleRow[]): Counts {
  const count = (is: (row: OracleRow) => boolean): number => rows.filter(is).length;
  return {
    rows: rows.length,
    agrees: count(({ verdict }) => verdict === "agrees"),
    differs: count(({ verdict }) => verdict === "differs"),
    notRun: count(({ verdict }) => verdict === "not run"),
    calibration: count(({ kind }) => kind === "calibration"),
  };
}

/** "41 of 42 agree, 1 differs". */
export function countText({ rows, agrees, differs, notRun }: Counts): string {
  return [
    agrees === rows ? `all ${rows} agree` : `${agrees} of ${rows} agree`,
    ...(differs > 0 ? [`${differs} ${differs === 1 ? "differs" : "differ"}`] : []),
    ...(notRun > 0 ? [`${notRun} never run`] : []),
  ].join(", ");
}

export const rowsOf = ({ groups }: Report): readonly OracleRow[] => groups.flatMap(({ rows }) => rows);

/** docs/validation.md, whole. */
export function markdownOf(report: Report): string {
  const rows = rowsOf(report);
  const differing = rows.filter(({ verdict }) => verdict === "differs");
  const counts = countsOf(rows);
  return `${[
    "# Validation",
    "<!-- Written by npm run validate; do not edit. -->",
    `What the simulator gives beside what others published or computed: **${countText(counts)}**. ${counts.calibration} of the rows are calibration: our constants were chosen with that figure in view, so that agreement proves nothing.`,
    differing.length === 0
      ? ""
      : `Outside their tolerance:\n\n${differing.map((row) => `- \`${row.id}\`: ${plain(row.what)}. ${plain(row.outside ?? "The reason is not known.")}`).join("\n")}`,
    "`npm run validate` computes every row again and writes this page and what the web page shows; `npm run validate -- --check` says whether both are what a rerun gives; `npm run validate -- --only ID` reruns one row, or one group, and prints it in full.",
    table(
      ["group", "rows", "agree", "differ", "calibration"],
      report.groups.map(({ title, rows: own }) => {
        const { rows: all, agrees, differs, calibration } = countsOf(own);
        return [`[${plain(title)}](#${anchor(title)})`, all, agrees, differs, calibration].map(String);
      }),
    ),
    ...report.groups.map(section),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(/\s+/g, "-");

function section({ id, title, about, rows }: ReportGroup): string {
  const needs = [...new Set(rows.flatMap(({ needs: what }) => (what === undefined ? [] : [what])))];
  const notes = rows.flatMap((row) =>
    row.note === undefined ? [] : [`- \`${row.id}\`: ${plain(row.note)}`],
  );
  return [
    `## ${title}`,
    `${plain(about)} ${capital(countText(countsOf(rows)))}. Rerun: \`npm run validate -- --only ${id}\`.`,
    table(
      ["what", "expected", "simulated", "tolerance", "verdict", "source", "id"],
      rows.map((row) => [
        plain(row.what),
        plain(row.expected),
        plain(row.simulated),
        plain(row.tolerance),
        verdictText(row),
        plain(row.source),
        `\`${row.id}\``,
      ]),
    ),
    ...(needs.length === 0
      ? []
      : [
          `† Needs ${needs.join(", ")}, which is no part of the project: without it a rerun keeps the figures above.`,
        ]),
    ...(notes.length === 0 ? [] : [notes.join("\n")]),
  ].join("\n\n");
}

export function verdictText({ verdict, kind, needs }: OracleRow): string {
  const said = verdict === "differs" ? "**differs**" : verdict;
  return `${said}${kind === "calibration" ? ", calibration" : ""}${needs === undefined ? "" : " †"}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Text inside a cell: no bar ends it, no line break either. */
const plain = (text: string): string =>
  text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|").replaceAll("*", "\\*").replaceAll("<", "&lt;");

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
