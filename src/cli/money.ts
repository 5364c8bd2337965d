/** `capsim money`: one run, then how sure its money is and which number moves it most. */
import {
  CompileError,
  loadCompiler,
  moneyFiles,
  moneySummary,
  openMoneyStudy,
  moneyRangesOf,
  runStudy,
  simulate,
} from "../index.ts";
import type { MoneyRanges, Result, Scenario } from "../index.ts";
import { MoneyPool, poolSize } from "../study/node/pool.ts";
import { badInput } from "./fail.ts";
import { interruptibly } from "./interruptible.ts";
import { loadInput } from "./load.ts";
import type { InputOptions } from "./load.ts";
import { moneyText } from "./money-text.ts";
import { progressOn } from "./progress.ts";
import { printable, terminalOf } from "./terminal.ts";
import { refusal, writeFiles } from "./write-files.ts";

export interface MoneyOptions extends InputOptions {
  readonly seed?: number;
  /** Draws of money's own inputs, and of all. */
  readonly priceDraws: number;
  readonly draws: number;
  readonly jobs?: number;
  readonly json?: boolean;
  readonly out?: string;
}

export async function money(name: string, options: MoneyOptions): Promise<void> {
  const refused = options.out === undefined ? undefined : refusal(options.out);
  if (refused !== undefined) throw badInput([{ path: `--out ${options.out}`, message: refused }]);
  const { scenario: loaded } = loadInput(name, options);
  if (loaded.money === undefined)
    throw badInput([{ path: "money", message: "must be there: this scenario says nothing of money" }]);
  const scenario = options.seed === undefined ? loaded : { ...loaded, seed: options.seed };
  const { result, ranges } = await interruptibly((signal) => studied(scenario, options, signal));
  if (options.out !== undefined) writeFiles(options.out, moneyFiles(scenario, ranges));
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(moneySummary(scenario, ranges), undefined, 2)}\n`
      : moneyText(result, ranges, terminalOf(process.stdout, process.env)),
  );
  if (options.out !== undefined) process.stderr.write(`written to ${printable(options.out)}\n`);
}

async function studied(
  scenario: Scenario,
  { draws, priceDraws, jobs = poolSize() }: MoneyOptions,
  signal: AbortSignal,
): Promise<{ readonly result: Result; readonly ranges: MoneyRanges }> {
  const running = progressOn(process.stderr, scenario.id);
  let result: Result;
  try {
    result = await simulate(scenario, { signal, onProgress: (share) => running.show(share) });
  } catch (error) {
    if (error instanceof CompileError) throw badInput(error.faults.map((message) => ({ path: "", message })));
    throw error;
  } finally {
    running.end();
  }
  if (result.money === undefined) throw new Error("the run kept no money");
  const { basis } = result.money;
  const size = { money: priceDraws, all: draws };
  const study = openMoneyStudy(scenario, basis, await loadCompiler(), size);
  const pool = new MoneyPool({ scenario, basis, size });
  const progress = progressOn(process.stderr, `${scenario.id}, ranges`);
  try {
    const settled = await runStudy(study.tasks, pool.run, {
      parallel: jobs,
      signal,
      onProgress: (done, total) => progress.show(done / total),
    });
    const broken = settled.find((each) => !each.ok);
    if (broken?.ok === false) throw new Error(broken.error);
    const ranges = moneyRangesOf(
      study,
      settled.flatMap((each) => (each.ok ? [each.output] : [])),
    );
    return { result, ranges };
  } finally {
    progress.end();
    await pool.close();
  }
}
