/** Answers to by-date questions: in what share of the samples something is so by its date, and how late it is else. */
import { epochSeconds, SECONDS_PER_DAY } from "../engine/index.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { QuestionSpec, Scenario } from "../scenario/schema.ts";
import type { Asked } from "./asked.ts";
import { statementOf } from "./asked.ts";
import { monthsOf } from "./monthly.ts";
import type { CampaignRun, Outcome } from "./outcome.ts";
import type { StudyOutcomes } from "./outcomes.ts";
import { quantile, wilson } from "./quantiles.ts";

export interface Answer {
  readonly id: string;
  readonly kind: Asked["kind"];
  /** The question as a statement that each sample makes true or false. */
  readonly text: string;
  /** Samples that decide it; and those that do not: the date lies beyond their end, or what is asked of never begins. */
  readonly samples: number;
  readonly undecided: number;
  /** Samples in which it is so; of several runs the mean share, so that a sample counts once. */
  readonly met: number;
  /** met / samples; undefined where no sample decides. */
  readonly chance: number | undefined;
  /** Wilson's 90 % interval for so many samples; what the model leaves out is not in it. */
  readonly low: number;
  readonly high: number;
  /** Days late of those that are; Infinity: not by the scenario's end. Absent where none is late. */
  readonly late?: { readonly count: number; readonly p50Days: number; readonly p90Days: number };
  /** In the run with the inputs as written: the share that is so; undefined where that run does not decide. */
  readonly base: number | undefined;
}

/** What one outcome says: the share that is so (of one thing, 0 or 1), and how late each of the rest is, in days. */
interface Said {
  readonly met: number;
  readonly lateDays: readonly number[];
}

/** Answers every question from the samples; chance and ignorance are in them together, as they will be. */
export function answersOf(
  scenario: Scenario,
  asked: ReadonlyMap<string, Asked>,
  { base, samples }: StudyOutcomes,
): readonly Answer[] {
  return [...asked].map(([id, question]): Answer => {
    const said = samples.flatMap((outcome) => judge(question, outcome) ?? []);
    const met = said.reduce((sum, each) => sum + each.met, 0);
    const late = said.flatMap((each) => each.lateDays).toSorted((a, b) => a - b);
    return {
      id,
      kind: question.kind,
      text: statementOf(scenario, question),
      samples: said.length,
      undecided: samples.length - said.length,
      met,
      chance: said.length === 0 ? undefined : met / said.length,
      ...wilson(met, said.length),
      ...(late.length === 0
        ? {}
        : {
            late: { count: late.length, p50Days: quantile(late, 0.5), p90Days: quantile(late, 0.9) },
          }),
      base: base === undefined ? undefined : judge(question, base)?.met,
    };
  });
}

/** Undefined where the outcome does not decide. */
function judge(asked: Asked, outcome: Outcome): Said | undefined {
  if (asked.kind === "demand") return judgeDemand(asked, outcome);
  if (asked.kind === "site") return judgeSite(asked, outcome);
  const runs = outcome.campaigns.filter((run) => run.campaign === asked.campaign);
  if (asked.kind === "campaign-runs") {
    const said = runs.flatMap((run) => judgeRun(run, run.deadlineSeconds, outcome) ?? []);
    if (said.length === 0) return undefined;
    return {
      met: said.reduce((sum, each) => sum + each.met, 0) / said.length,
      lateDays: said.flatMap((each) => each.lateDays),
    };
  }
  const run = runs.find((each) => each.run === asked.run);
  if (asked.by !== undefined) return judgeRun(run, secondsOf(asked.by, outcome), outcome);
  return run === undefined ? undefined : judgeRun(run, run.deadlineSeconds, outcome);
}

const secondsOf = (date: string, outcome: Outcome): number => epochSeconds(date) - outcome.startEpochSeconds;

/** A run that is not there has not begun by the end. */
function judgeRun(run: CampaignRun | undefined, deadline: number, outcome: Outcome): Said | undefined {
  const end = run?.endSeconds ?? -1;
  if (deadline < 0) return undefined;
  if (end >= 0) return end <= deadline ? MET : lateBy(end - deadline);
  return deadline > outcome.horizonSeconds ? undefined : lateBy(Infinity);
}

const MET: Said = { met: 1, lateDays: [] };
const lateBy = (seconds: number): Said => ({ met: 0, lateDays: [seconds / SECONDS_PER_DAY] });

function judgeSite(asked: QuestionSpec & { kind: "site" }, outcome: Outcome): Said | undefined {
  const reach = outcome.reach[`power.${asked.measure}.${asked.site}`];
  if (reach === undefined) return undefined;
  const by = secondsOf(asked.by, outcome);
  // Watts are added up in whole milliwatts; a level written in MW is reached to a part in a billion.
  const place = reach.level.findIndex((level) => level >= valueOf(asked.mw) * (1 - 1e-9));
  const at = reach.seconds[place] ?? Infinity;
  return at <= by ? MET : lateBy(at - by);
}

/** Unserved over demand in the quarter, from monthly means weighted by the months' lengths. */
function judgeDemand(asked: QuestionSpec & { kind: "demand" }, outcome: Outcome): Said | undefined {
  const [year = "", nth = ""] = asked.quarter.split("-Q");
  const names = [0, 1, 2].map((i) => `${year}-${String((Number(nth) - 1) * 3 + 1 + i).padStart(2, "0")}`);
  const { edges } = monthsOf(outcome.startEpochSeconds, outcome.horizonSeconds);
  let [demand, unserved] = [0, 0];
  for (const name of names) {
    const month = outcome.months.indexOf(name);
    if (month < 0) return undefined;
    const seconds = (edges[month + 1] ?? 0) - (edges[month] ?? 0);
    demand += (outcome.monthly["demand.all"]?.[month] ?? 0) * seconds;
    unserved += (outcome.monthly["unserved.all"]?.[month] ?? 0) * seconds;
  }
  if (demand <= 0) return undefined;
  return { met: unserved <= valueOf(asked.unserved) * demand ? 1 : 0, lateDays: [] };
}
