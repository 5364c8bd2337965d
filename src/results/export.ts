/** Result -> the files of a run, as texts; whoever calls it writes them. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Scenario } from "../scenario/index.ts";
import { stateTotals, sum } from "./export-bins.ts";
import { moneyFiles, moneySummary } from "./export-money.ts";
import {
  energyCsv,
  eventsCsv,
  jobSegmentsCsv,
  goodputCsv,
  jobsCsv,
  ledgerByPoolCsv,
  ledgerCsv,
  profilesCsv,
  seriesCsv,
  servedCsv,
} from "./export-tables.ts";
import type { Result } from "./types.ts";

export interface ExportFile {
  readonly name: string;
  readonly text: string;
}

export interface ExportOptions {
  /** Version of the program. */
  readonly version: string;
  /** Command line that makes the same files again. */
  readonly command: string;
  /** Further files that belong to the run, such as a study's. */
  readonly more?: readonly ExportFile[];
}

/** A value as JSON with its keys sorted, so that equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  const sorted = (_: string, part: unknown): unknown =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part;
  return JSON.stringify(value, sorted);
}

const sha256Hex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** Everything of a result but its series, ledgers and events: what a person or a script looks at first. */
export function summaryOf(result: Result): Readonly<Record<string, unknown>> {
  const {
    format: _,
    series,
    profiles,
    ledger,
    delivered,
    energyLedgerMwh,
    energyMwh,
    servingBalance,
    events,
    jobs,
    timeline,
    money,
    ...rest
  } = result;
  const byState = (table: Float64Array): Readonly<Record<string, number>> => {
    const totals = stateTotals(result, table);
    return Object.fromEntries(result.states.map((state, i) => [state, totals[i] ?? 0]));
  };
  return {
    format: "capsim-summary/1",
    ...rest,
    chipHours: { ...byState(ledger), delivered: sum(delivered) },
    energyMwh: { ...byState(energyLedgerMwh), counted: sum(energyMwh) },
    campaigns: jobs.filter((job) => job.kind === "campaign"),
    jobs: {
      total: jobs.length,
      done: jobs.filter((job) => job.state === "done").length,
      ...linesOf(timeline),
    },
    ...(servingBalance === undefined ? {} : { demandCrossings: servingBalance.crossings }),
    ...(money === undefined ? {} : { money: moneySummary(money.info) }),
    eventsKept: events.length,
    series: series.map(({ id, label, unit }) => ({ id, label, unit })),
    profiles: profiles.map((profile) => profile.series),
  };
}

/** How much of the jobs' time line is kept. */
const linesOf = ({ jobsDropped, segmentsMerged, segmentsDropped, from }: Result["timeline"]) => ({
  segments: from.length,
  jobsDropped,
  segmentsMerged,
  segmentsDropped,
});

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** All files of a run; the manifest comes last and names the others with their SHA-256. */
export function exportFiles(
  result: Result,
  scenario: Scenario,
  options: ExportOptions,
): readonly ExportFile[] {
  const files: readonly ExportFile[] = [
    { name: "summary.json", text: json(summaryOf(result)) },
    { name: "series.csv", text: seriesCsv(result) },
    { name: "ledger.csv", text: ledgerCsv(result) },
    { name: "ledger-by-pool.csv", text: ledgerByPoolCsv(result) },
    { name: "energy.csv", text: energyCsv(result) },
    { name: "goodput.csv", text: goodputCsv(result) },
    ...(result.served === undefined ? [] : [{ name: "served.csv", text: servedCsv(result.served) }]),
    ...(result.money === undefined ? [] : moneyFiles(result.money.info)),
    { name: "jobs.csv", text: jobsCsv(result) },
    { name: "job-segments.csv", text: jobSegmentsCsv(result) },
    { name: "events.csv", text: eventsCsv(result) },
    { name: "profiles.csv", text: profilesCsv(result) },
    { name: "scenario.json", text: json(scenario) },
    ...(options.more ?? []),
  ];
  return withManifest(files, {
    version: options.version,
    scenario: { id: scenario.id, title: scenario.title, sha256: sha256Hex(canonicalJson(scenario)) },
    seed: result.seed,
    replication: result.replication,
    digest: result.digest,
    command: options.command,
  });
}

/** Files and, last, a manifest that names them with their SHA-256 after the facts of what made them. */
export function withManifest(
  files: readonly ExportFile[],
  facts: Readonly<Record<string, unknown>>,
): readonly ExportFile[] {
  const manifest = {
    format: "capsim-manifest/1",
    ...facts,
    files: files.map(({ name, text }) => ({
      name,
      bytes: utf8ToBytes(text).length,
      sha256: sha256Hex(text),
    })),
  };
  return [...files, { name: "manifest.json", text: json(manifest) }];
}
