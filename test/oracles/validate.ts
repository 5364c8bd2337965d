// `npm run validate`: reruns every comparison with figures of others and writes docs/validation.md and the data of the page.
// `--only ID` reruns one row or one group and prints it in full; `--check` writes nothing and says whether the files are right.
// Exits with 1 where a row differs and no reason is known, or where the files are not what a rerun gives; with 2 for bad input.
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { suggestion } from "../../src/index.ts";
import { cut, left, paint, right, terminalOf, wrap } from "../../src/cli/terminal.ts";
import type { Style } from "../../src/cli/terminal.ts";
import { DATA, PAGE, committedReport, textOf } from "./committed.ts";
import { countText, countsOf, jsonOf, markdownOf, merged, rerunOf, rowsOf } from "./report.ts";
import type { ReportGroup } from "./report.ts";
import { oracleGroups } from "./rows/index.ts";
import type { OracleGroup, OracleRow } from "./rows/row.ts";

const terminal = terminalOf(process.stdout, process.env);
const columns = Math.min(80, terminal.columns);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function main(): number {
  const asked = argumentsOf();
  if (typeof asked === "string") {
    process.stderr.write(`${asked}\n`);
    return 2;
  }
  if (asked.only !== undefined) return only(asked.only);
  const found = oracleGroups.map(rerun);
  const report = merged(found, committedReport());
  const files = [
    { file: PAGE, name: "docs/validation.md", text: markdownOf(report) },
    { file: DATA, name: "web/public/validation.json", text: jsonOf(report) },
  ];
  for (const [g, group] of report.groups.entries()) printGroup(group, found[g]);
  const unknown = rowsOf(report).filter(
    ({ verdict, outside }) => verdict === "differs" && outside === undefined,
  );
  say(`\n${paint(terminal, "bold", countText(countsOf(rowsOf(report))))}`);
  for (const row of rowsOf(report).filter(({ verdict }) => verdict === "differs"))
    say(wrap(`${row.id}: ${row.outside ?? "the reason is not known"}`, columns, "  "));
  const stale = files.filter(({ file, text }) => textOf(file) !== text);
  if (asked.check) {
    for (const { name } of stale) say(`${name} is not what a rerun gives: npm run validate writes it`);
    if (stale.length === 0) say("docs/validation.md and web/public/validation.json are what a rerun gives");
    return stale.length > 0 || unknown.length > 0 ? 1 : 0;
  }
  for (const { file, name, text } of files) {
    mkdirSync(new URL(".", file), { recursive: true });
    writeFileSync(file, text);
    say(`${stale.some((each) => each.file === file) ? "written" : "unchanged"}: ${name}`);
  }
  return unknown.length > 0 ? 1 : 0;
}

function argumentsOf(): { readonly only: string | undefined; readonly check: boolean } | string {
  try {
    const { values } = parseArgs({ options: { only: { type: "string" }, check: { type: "boolean" } } });
    return { only: values.only, check: values.check === true };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\nusage: npm run validate -- [--check | --only ID]`;
  }
}

function rerun(group: OracleGroup): ReportGroup {
  process.stderr.write(`${group.title} ...`);
  const begun = performance.now();
  const done = rerunOf(group);
  process.stderr.write(` ${done.rows.length} rows in ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
  return done;
}

/** One row or one group, in full. */
function only(id: string): number {
  const group = oracleGroups.find((each) => each.id === id || id.startsWith(`${each.id}.`));
  const rows = group === undefined ? [] : rerun(group).rows;
  const asked = rows.filter((row) => row.id === id || group?.id === id);
  if (asked.length === 0) {
    const names = group === undefined ? oracleGroups.map((each) => each.id) : rows.map((row) => row.id);
    const groups = oracleGroups.map((each) => each.id).join(", ");
    process.stderr.write(`there is no row or group ${id}${suggestion(id, names)}; groups are ${groups}\n`);
    return 2;
  }
  for (const row of asked) printRow(row);
  return asked.some(({ verdict, outside }) => verdict === "differs" && outside === undefined) ? 1 : 0;
}

const STYLES: Readonly<Record<OracleRow["verdict"], Style>> = {
  agrees: "green",
  differs: "red",
  "not run": "yellow",
};

function printRow(row: OracleRow): void {
  const line = (label: string, text: string): string =>
    wrap(text, columns, " ".repeat(12)).replace(/^ {12}/, `  ${left(label, 10)}`);
  say(`\n${paint(terminal, "bold", row.id)}`);
  say(wrap(row.what, columns, "  "));
  say(line("expected", row.expected));
  say(line("simulated", row.simulated === "" ? "–" : row.simulated));
  say(line("tolerance", row.tolerance));
  if (row.used !== undefined) say(line("used", `${Math.round(100 * row.used)} % of the tolerance`));
  const verdict = `${row.verdict}${row.kind === "calibration" ? ", calibration" : ""}`;
  say(`  ${left("verdict", 10)}${paint(terminal, STYLES[row.verdict], verdict)}`);
  say(line("source", row.source));
  if (row.needs !== undefined) say(line("needs", row.needs));
  for (const text of [row.outside, row.note]) if (text !== undefined) say(line("note", text));
}

const [MARK, EXPECTED, SIMULATED] = [2, 16, 20];

const cellLines = (text: string, width: number): readonly string[] => wrap(text, width).split("\n");

/** A line a row or more, at most 80 columns; `found` is this machine's rerun, which may lack what the report kept. */
function printGroup(group: ReportGroup, found: ReportGroup | undefined): void {
  say(`\n${paint(terminal, "bold", group.title)}: ${countText(countsOf(group.rows))}`);
  const what = columns - MARK - EXPECTED - SIMULATED - 2;
  say(
    paint(
      terminal,
      "dim",
      `${" ".repeat(MARK)}${left("what", what)} ${right("expected", EXPECTED)} ${right("simulated", SIMULATED)}`,
    ),
  );
  for (const [r, row] of group.rows.entries()) {
    const mark = { agrees: "✓", differs: "✗", "not run": "–" }[row.verdict];
    const cells = [
      cellLines(row.what, what),
      cellLines(row.expected, EXPECTED),
      cellLines(row.simulated, SIMULATED),
    ];
    const [names = [], expected = [], simulated = []] = cells;
    for (let line = 0; line < Math.max(...cells.map(({ length }) => length)); line++)
      say(
        `${line === 0 ? paint(terminal, STYLES[row.verdict], mark) : " "} ${left(names[line] ?? "", what)} ${right(expected[line] ?? "", EXPECTED)} ${right(simulated[line] ?? "", SIMULATED)}`.trimEnd(),
      );
    if (found?.rows[r]?.verdict === "not run")
      say(
        paint(
          terminal,
          "yellow",
          cut(`  not rerun here, figure kept: needs ${row.needs ?? "its data"}`, columns),
        ),
      );
  }
}

process.exitCode = main();
