/** `capsim policies`: one scenario under several sharing policies, on the same seed and draws. */
import { CompileError, compileModel, POLICY_IDS, policyRow, simulate, suggestion, toCsv } from "../index.ts";
import type { Issue, PolicyRow, Scenario } from "../index.ts";
import { badInput } from "./fail.ts";
import { interruptibly } from "./interruptible.ts";
import { loadInput } from "./load.ts";
import type { InputOptions } from "./load.ts";
import { policiesText } from "./policies-text.ts";
import { progressOn } from "./progress.ts";
import { printable, terminalOf } from "./terminal.ts";
import { refusal, writeFiles } from "./write-files.ts";

export interface PoliciesOptions extends InputOptions {
  /** `name` or `name=share`, by commas. */
  readonly policies: string;
  readonly seed?: number;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly out?: string;
}

export const DEFAULT_POLICIES = "inference-first,partition,harvest";

export interface PoliciesReport {
  readonly scenario: Scenario;
  readonly rows: readonly PolicyRow[];
}

export async function policies(name: string, options: PoliciesOptions): Promise<void> {
  if (options.json === true && options.csv === true)
    throw badInput([{ path: "--csv", message: "must not stand beside --json: one table is printed" }]);
  const refused = options.out === undefined ? undefined : refusal(options.out);
  if (refused !== undefined) throw badInput([{ path: `--out ${options.out}`, message: refused }]);
  const asked = readPolicies(options.policies);
  const { scenario: loaded } = loadInput(name, options);
  const scenario = options.seed === undefined ? loaded : { ...loaded, seed: options.seed };
  const report = await interruptibly((signal) => runAll(scenario, asked, signal));
  if (options.out !== undefined)
    writeFiles(options.out, [
      { name: "policies.json", text: jsonOf(report) },
      { name: "policies.csv", text: csvOf(report) },
    ]);
  process.stdout.write(
    options.json === true
      ? jsonOf(report)
      : options.csv === true
        ? csvOf(report)
        : policiesText(report, terminalOf(process.stdout, process.env)),
  );
  if (options.out !== undefined) process.stderr.write(`written to ${printable(options.out)}\n`);
}

interface Asked {
  readonly policy: string;
  readonly trainingShare: number | undefined;
}

/** @throws {CommandFault} with everything that is wrong with the list */
function readPolicies(list: string): readonly Asked[] {
  const issues: Issue[] = [];
  const fault = (message: string, found: string): void =>
    void issues.push({ path: "--policies", message, found: JSON.stringify(found) });
  const asked = list.split(",").map((word): Asked => {
    const [policy = "", share, more] = word.trim().split("=");
    const trainingShare = share === undefined ? undefined : Number(share);
    if (!POLICY_IDS.includes(policy))
      fault(`must name a sharing policy${suggestion(policy, POLICY_IDS)}`, policy);
    if (
      more !== undefined ||
      (trainingShare !== undefined && !(share?.trim() !== "" && trainingShare >= 0 && trainingShare <= 1))
    )
      fault("must have a share of training from 0 to 1 after its =, as harvest=0", word);
    return { policy, trainingShare };
  });
  const names = asked.map(({ policy, trainingShare }) => `${policy}=${trainingShare}`);
  if (new Set(names).size < names.length) fault("must name no policy twice with one share", list);
  if (asked.length > 6) fault("must be six at most", list);
  if (issues.length > 0) throw badInput(issues);
  return asked;
}

async function runAll(
  scenario: Scenario,
  asked: readonly Asked[],
  signal: AbortSignal,
): Promise<PoliciesReport> {
  const progress = progressOn(process.stderr, `${asked.length} policies`);
  const rows: PolicyRow[] = [];
  try {
    const inference = demandOf(scenario);
    for (const [i, { policy, trainingShare }] of asked.entries()) {
      const sharing = {
        ...scenario.sharing,
        policy,
        ...(trainingShare === undefined ? {} : { trainingShare }),
      };
      const result = await simulate(
        { ...scenario, sharing, ...(inference === undefined ? {} : { inference }) },
        { signal, onProgress: (part) => progress.show((i + part) / asked.length) },
      );
      const own = sharing.trainingShare;
      rows.push(policyRow(result, policy, typeof own === "number" ? own : own.value));
    }
  } catch (error) {
    if (error instanceof CompileError) throw badInput(error.faults.map((message) => ({ path: "", message })));
    throw error;
  } finally {
    progress.end();
  }
  return { scenario, rows };
}

/** Where demand is a share of the chips that training leaves, the policy would move it: all get the scenario's own. */
function demandOf(scenario: Scenario): Scenario["inference"] {
  if (scenario.inference?.firstMonthUtilisation === undefined) return scenario.inference;
  const { firstMonthUtilisation: _, ...inference } = scenario.inference;
  const tokens = compileModel(scenario).demand?.tokensPerSecond ?? 0;
  return { ...inference, outputTokensPerSecond: tokens, scale: 1 };
}

function jsonOf({ scenario, rows }: PoliciesReport): string {
  const { id, title, seed } = scenario;
  const report = { format: "capsim-policies/1", scenario: { id, title }, seed, policies: rows };
  // A share of a demand that is not there is no number.
  const plain = (_: string, value: unknown): unknown => (Number.isNaN(value) ? undefined : value);
  return `${JSON.stringify(report, plain, 2)}\n`;
}

function csvOf({ rows }: PoliciesReport): string {
  const reasons = [...new Set(rows.flatMap((row) => Object.keys(row.unservedBecause)))];
  const [first] = rows;
  if (first === undefined) return "";
  const plain = Object.entries(first).flatMap(([key, value]) => (typeof value === "object" ? [] : [key]));
  const cell = (value: unknown): string | number =>
    typeof value === "string" || (typeof value === "number" && !Number.isNaN(value)) ? value : "";
  return toCsv(
    [...plain, ...reasons.map((reason) => `unserved-${reason}`)],
    rows.map((row) => {
      const values = new Map<string, unknown>(Object.entries(row));
      return [
        ...plain.map((key) => cell(values.get(key))),
        ...reasons.map((reason) => cell(row.unservedBecause[reason])),
      ];
    }),
  );
}
