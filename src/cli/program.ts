/** The commands of `capsim`, their arguments and their help. */
import { Command, InvalidArgumentError } from "commander";
import {
  DISCIPLINE_IDS,
  DISCIPLINES,
  formatIssue,
  presets,
  ROUTINGS,
  scenarioJsonSchema,
  workloadFiles,
  gangFiles,
} from "../index.ts";
import { catalog } from "./catalog.ts";
import { compare } from "./compare.ts";
import type { CompareOptions } from "./compare.ts";
import { EXIT } from "./fail.ts";
import { gang } from "./gang.ts";
import type { GangCommandOptions } from "./gang.ts";
import { loadInput } from "./load.ts";
import type { InputOptions } from "./load.ts";
import { money } from "./money.ts";
import type { MoneyOptions } from "./money.ts";
import { news } from "./news.ts";
import type { NewsOptions } from "./news.ts";
import { orders } from "./orders.ts";
import type { OrdersOptions } from "./orders.ts";
import { DEFAULT_POLICIES, policies } from "./policies.ts";
import type { PoliciesOptions } from "./policies.ts";
import { REPLAY_DEFAULTS, replayLog } from "./replay.ts";
import type { ReplayCommand } from "./replay.ts";
import { replace } from "./replace.ts";
import type { ReplaceOptions } from "./replace.ts";
import { run } from "./run.ts";
import type { RunOptions } from "./run.ts";
import { printable, terminalOf } from "./terminal.ts";
import { VERSION } from "./version.ts";
import { writeOne } from "./write-files.ts";
import { zoomIn } from "./zoom.ts";
import type { ZoomCommand } from "./zoom.ts";

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Whole numbers from `least` to `most`. */
const wholeFrom =
  (least: number, most: number) =>
  (text: string): number => {
    const count = Number(text);
    if (!/^\d+$/.test(text) || count < least || count > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return count;
  };

function seedOf(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed))
    throw new InvalidArgumentError("It must be a whole number from 0 to 9007199254740991.");
  return seed;
}

/** A share above 0 and below 1. */
function shareOf(text: string): number {
  const share = Number(text);
  if (text.trim() === "" || !(share > 0 && share < 1))
    throw new InvalidArgumentError("It must be a number above 0 and below 1, as 0.01.");
  return share;
}

/** Numbers of 0 or more. */
function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && Number.isFinite(value)))
    throw new InvalidArgumentError("It must be a number of 0 or more.");
  return value;
}

const disciplineList = (): string =>
  DISCIPLINE_IDS.map((id) => `  ${id.padEnd(14)} ${DISCIPLINES[id]?.about ?? ""}`).join("\n");
const presetList = (): string => presets.map(({ id, title }) => `  ${id.padEnd(14)} ${title}`).join("\n");
const say = (text: string): void => void process.stdout.write(text);

/** What `run` and `validate` have in common. */
const withInput = (command: Command): Command =>
  command
    .argument("<scenario>", "id of a preset, or a JSON or YAML file")
    .option(
      "--set <path=value>",
      "change one value, as in sites.new-carlisle.tenancyShare=0.8; may be given often",
      collect,
      [],
    )
    .option(
      "--lever <id=value>",
      "set a lever of the scenario, as in us-slip=9; may be given often",
      collect,
      [],
    )
    .option("--actuals <file.csv>", "dated facts to compare with: series,date,value,unit[,low,high]")
    .option(
      "--phases <site=file.csv>",
      "building MW of a site: date,itMw[,hall]; may be given often",
      collect,
      [],
    )
    .option("--deliveries <file.csv>", "deliveries: date,site,system,chips")
    .option(
      "--trace <stream=file>",
      "the jobs of a log (SWF or CSV, .gz may follow) for a stream; a processor is a chip; may be given often",
      collect,
      [],
    )
    .option("--demand <file.csv>", "hourly demand: start,region,class,tokensPerSecond");

export function buildProgram(): Command {
  const program = new Command("capsim")
    .description("Simulator of AI fleets: power, chips, halls and work, hour by hour.")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError("(capsim --help lists the commands)")
    .addHelpText(
      "after",
      () =>
        `\nPresets:\n${presetList()}\n\nExit codes: 0 done, 1 internal error, 2 bad input (nothing is written), 130 interrupted.`,
    );

  withInput(program.command("run"))
    .description("Simulate a scenario and print what came out.")
    .option("--seed <n>", "seed of the run; the scenario's own when left out", seedOf)
    .option(
      "--out <dir>",
      "write summary.json, series.csv, ledger.csv, jobs.csv, events.csv, manifest.json and more; with --samples also study.json, bands.csv, samples.csv, questions.csv",
    )
    .option("--json", "print the summary as JSON")
    .option(
      "--samples <n>",
      "draw the inputs n times within their ranges and run each draw",
      wholeFrom(1, 100_000),
    )
    .option(
      "--replications <n>",
      "with --samples: further draws of events, inputs as written; 8, or as many as samples",
      wholeFrom(0, 100_000),
    )
    .option("--jobs <n>", "with --samples: runs at once; one per core, at most 8", wholeFrom(1, 256))
    .option(
      "--ask <question>",
      "with --samples: campaign:ID:RUN[:DATE], demand:2029-Q3 or site:ID:energised:MW:DATE; may be given often",
      collect,
      [],
    )
    .action((name: string, options: RunOptions) => run(name, options));

  program
    .command("compare")
    .description("Run two scenarios on the same draws and say which differences are real.")
    .argument("<A>", "id of a preset, or a JSON or YAML file")
    .argument("[B]", "the other; A itself with the changes of --set-b and --lever-b when left out")
    .option("--set <path=value>", "change one value in both; may be given often", collect, [])
    .option("--set-a <path=value>", "change one value in A; may be given often", collect, [])
    .option("--set-b <path=value>", "change one value in B; may be given often", collect, [])
    .option("--lever <id=value>", "set a lever in both; may be given often", collect, [])
    .option("--lever-a <id=value>", "set a lever in A; may be given often", collect, [])
    .option("--lever-b <id=value>", "set a lever in B, as in us-slip=9; may be given often", collect, [])
    .option("--pairs <n>", "draws of inputs, the same in both", wholeFrom(1, 10_000), 8)
    .option("--chance-only", "draw events alone; the inputs stay as written")
    .option("--no-attribution", "do not say what each change contributed")
    .option("--seed <n>", "seed of both; A's own when left out", seedOf)
    .option("--jobs <n>", "runs at once; one per core, at most 8", wholeFrom(1, 256))
    .option("--json", "print the comparison as JSON")
    .option("--out <dir>", "write compare.json, differences.csv, campaigns.csv, a.json, b.json")
    .action((a: string, b: string | undefined, options: CompareOptions) => compare(a, b, options));

  withInput(program.command("policies"))
    .description(
      "Run a scenario under several sharing policies, on the same draws, and print them side by side.",
    )
    .option("--policies <list>", "by commas; NAME=SHARE sets sharing.trainingShare for it", DEFAULT_POLICIES)
    .option("--seed <n>", "seed of all runs; the scenario's own when left out", seedOf)
    .option("--json", "print the figures as JSON")
    .option("--csv", "print the figures as CSV, a row for each policy")
    .option("--out <dir>", "write policies.json and policies.csv")
    .action((name: string, options: PoliciesOptions) => policies(name, options));

  withInput(program.command("orders"))
    .description("Say what must be ordered soon and what can wait, by the order-by dates of a scenario.")
    .option("--from <date>", "the day asked; the last day the scenario knows when left out")
    .option("--days <n>", "what is soon, in days", wholeFrom(0, 36_525), 90)
    .option("--seed <n>", "seed of the slips; the scenario's own when left out", seedOf)
    .option("--json", "print the orders as JSON")
    .action((name: string, options: OrdersOptions) => orders(name, options));

  withInput(program.command("replace"))
    .description("Say when one generation should make way for another on the same megawatts.")
    .option("--from <system>", "the old chips; every one that stands when left out")
    .option("--to <system>", "the new chips; every newer one when left out")
    .option("--chip-usd <usd>", "for a new chip with its share of host and network", positive)
    .option("--retrofit-usd <usd>", "to make one MW IT of air halls liquid", positive)
    .option("--work-usd <usd>", "what a MW-year of the old chips' work is worth", positive)
    .option("--discount <share>", "a year, as 0.08", positive)
    .option("--life <years>", "of the new chips", positive)
    .option("--gain <times>", "useful work per MW of the new chips over the old", positive)
    .option("--json", "print the answers as JSON")
    .action((name: string, options: ReplaceOptions) => replace(name, options));

  program
    .command("news")
    .description("List announcements and what of them a scenario holds; run it with and without one of them.")
    .argument("[scenario]", "id of a preset, or a JSON or YAML file; without one, all that there is")
    .option("--set <path=value>", "change one value of the scenario; may be given often", collect, [])
    .option("--try <id>", "run the scenario both ways, on the same draws, and say what changes")
    .option("--seed <n>", "seed of both runs; the scenario's own when left out", seedOf)
    .option("--json", "print as JSON")
    .action((name: string | undefined, options: NewsOptions) => news(name, options));

  withInput(program.command("money"))
    .description("Run a scenario and say how sure its money is, and which number moves it most.")
    .option("--seed <n>", "seed of the run and of all draws; the scenario's own when left out", seedOf)
    .option("--price-draws <n>", "draws of money's own inputs", wholeFrom(0, 10_000), 400)
    .option("--draws <n>", "draws of all inputs, each with the chips it installs", wholeFrom(0, 10_000), 200)
    .option("--jobs <n>", "tasks at once; one per core, at most 8", wholeFrom(1, 256))
    .option("--json", "print the figures, their ranges and the swings as JSON")
    .option("--out <dir>", "write money-ranges.json, figures.csv and swings.csv")
    .action((name: string, options: MoneyOptions) => money(name, options));

  program
    .command("replay")
    .description(
      "Run a job log on one machine under a queue discipline, as the field's reference simulators do.",
    )
    .argument(
      "<log>",
      "a file in the Standard Workload Format or a .csv table of jobs (.gz may follow), a .json recipe, or a job mix",
    )
    .option(
      "--procs <n>",
      "processors of the machine; by default what the log's header says",
      wholeFrom(1, 2_147_483_647),
    )
    .option("--policy <name>", DISCIPLINE_IDS.join(", "), "easy")
    .option(
      "--ties <order>",
      "at one instant: submit-first (a pass after each change) or end-first (one pass after all)",
      "submit-first",
    )
    .option("--jobs <n>", "of a recipe or mix: how many jobs", wholeFrom(1, 10_000_000))
    .option(
      "--load <share>",
      "of a recipe or mix: part of the machine its jobs ask for, instead of its rate",
      positive,
    )
    .option("--seed <n>", "of a recipe or mix: seed of its draws", seedOf, 1)
    .option("--columns <map>", "names of a table's columns, as in id=job_id,procs=gpus,run=seconds")
    .option("--teams <column>", "whose jobs share: user, group or queue", REPLAY_DEFAULTS.teams)
    .option(
      "--shares <list>",
      "fair-share and quota: parts by team, as in 1=0.5,2=0.3; others share the rest",
    )
    .option(
      "--half-life-hours <h>",
      "fair-share: past use counts half after this",
      positive,
      REPLAY_DEFAULTS.halfLifeHours,
    )
    .option(
      "--grace-hours <h>",
      "a job that has run less is not preempted",
      positive,
      REPLAY_DEFAULTS.graceHours,
    )
    .option(
      "--save-seconds <s>",
      "a preempted job keeps its processors this long to save",
      positive,
      REPLAY_DEFAULTS.saveSeconds,
    )
    .option(
      "--restart-seconds <s>",
      "what going on costs a preempted job",
      positive,
      REPLAY_DEFAULTS.restartSeconds,
    )
    .option("--no-borrow", "quota: a team may not use what others leave")
    .option("--no-reclaim", "quota: what was lent is not taken back by preemption")
    .option("--json", "print what came out as JSON")
    .option("--out <dir>", "write jobs.csv (id,submit,start,end,procs), metrics.json, manifest.json")
    .addHelpText(
      "after",
      () => `\nPolicies:\n${disciplineList()}\n\nJob mixes: ${Object.keys(workloadFiles).join(", ")}`,
    )
    .action((path: string, options: ReplayCommand) => replayLog(path, options));

  withInput(program.command("validate"))
    .description("Check a scenario and list everything that is wrong with it.")
    .option("--json", "print the resolved scenario as JSON")
    .action((name: string, options: InputOptions & { json?: boolean }) => {
      const { scenario, warnings } = loadInput(name, options);
      for (const warning of warnings) process.stderr.write(`note: ${printable(formatIssue(warning))}\n`);
      say(
        options.json === true
          ? `${JSON.stringify(scenario, undefined, 2)}\n`
          : `${scenario.id} is sound: ${scenario.title}, ${scenario.start} to ${scenario.end}\n`,
      );
    });

  program
    .command("gang")
    .description("Simulate one job on servers that break: repairs, spares, standbys, host selection.")
    .argument("<gang>", `${Object.keys(gangFiles).join(", ")}; or a JSON or YAML file`)
    .option(
      "--set <path=value>",
      "change one value, as in times.recoveryMinutes=10; may be given often",
      collect,
      [],
    )
    .option("--replications <n>", "runs, each with draws of its own", wholeFrom(1, 1_000_000), 30)
    .option(
      "--accuracy <share>",
      "go on, to 1,000 runs at most, until half the 95 % interval of the time is this part of it",
      shareOf,
    )
    .option("--seed <n>", "seed of all draws", seedOf, 1)
    .option("--json", "print the measures as JSON")
    .option("--out <dir>", "write study.json, replications.csv and gang.json")
    .action((name: string, options: GangCommandOptions) => gang(name, options));

  program
    .command("zoom")
    .description("Simulate one serving pool for an hour, request by request, beside the closed forms.")
    .argument("[scenario]", "id of a preset, or a JSON or YAML file; without one the pool is stated below")
    .option("--set <path=value>", "change one value of the scenario; may be given often", collect, [])
    .option(
      "--at <hour>",
      "an hour of the scenario's run, as 2027-03-04T15:00Z: its busiest pool and its load",
    )
    .option("--site <id>", "with --at: of the pools there")
    .option("--system <id>", "of the scenario's deliveries; the first that serves the class when left out")
    .option("--class <id>", "class of its demand; the first when left out")
    .option(
      "--load <share>",
      "offered over what is served at most; the scenario's utilisation cap, else 0.85",
      positive,
    )
    .option(
      "--instances <n>",
      "instances with a queue of their own; 8, or as many as a trace needs",
      wholeFrom(1, 100_000),
    )
    .option(
      "--hours <n>",
      "hours drawn for each load, their requests taken together",
      wholeFrom(1, 10_000),
      4,
    )
    .option("--routing <name>", ROUTINGS.join(" or "), "shares")
    .option("--share-cv <x>", "deviation of the instances' shares of the load", positive)
    .option(
      "--minute-cv <x>",
      "deviation of the requests of single minutes; the class's when left out",
      positive,
    )
    .option(
      "--minute-memory <x>",
      "correlation of a minute's rate with the next one's; 0 when left out",
      positive,
    )
    .option("--slots <n>", "KV slots of an instance", wholeFrom(1, 1_000_000))
    .option("--prefill-tokens-per-second <n>", "prompt tokens/s of an instance", positive)
    .option("--token-ms <one[,full]>", "ms a token with one sequence and with all slots held")
    .option("--prompt <mean,p50,p99>", "tokens of a prompt")
    .option("--output <mean,p50>", "tokens of an output")
    .option("--hit <share>", "share of the prompt in the prefix cache", positive)
    .option(
      "--trace <file>",
      "requests as they came: TIMESTAMP,ContextTokens,GeneratedTokens (.gz may follow)",
    )
    .option("--sweep <loads>", "several loads one after the other, as 0.5,0.7,0.85,0.95")
    .option("--seed <n>", "seed of all draws", seedOf, 1)
    .option("--json", "print what came out as JSON")
    .option("--out <dir>", "write zoom.json, loads.csv, minutes.csv")
    .action((name: string | undefined, options: ZoomCommand) => zoomIn(name, options));

  program
    .command("catalog")
    .description("List the numbers of the catalogue, or explain those whose path has all the words.")
    .argument("[query...]", "words, as in: trainium2 allInWatts")
    .option("--json", "print as JSON")
    .action((query: string[], options: { json?: boolean }) =>
      say(catalog(query, options.json === true, terminalOf(process.stdout, process.env))),
    );

  program
    .command("schema")
    .description("Print the JSON Schema of a scenario.")
    .option("--out <file>", "write it to a file")
    .action(({ out }: { out?: string }) => {
      const text = `${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`;
      if (out === undefined) say(text);
      else writeOne(out, text);
    });

  for (const command of program.commands)
    command.exitOverride().showHelpAfterError("(capsim --help lists the commands)");
  return program;
}

/** Exit code of what commander throws: help and version are no faults, everything else is bad input. */
export const usageExitCode = (code: string): number =>
  code === "commander.helpDisplayed" || code === "commander.version" || code === "commander.help"
    ? EXIT.ok
    : EXIT.badInput;
