/** A study as files: what a person or a script goes on with. Numbers are written in full. */
import type { ExportFile } from "../results/export.ts";
import { toCsv } from "../scenario/csv.ts";
import type { Scenario } from "../scenario/schema.ts";
import { bandsOf } from "./bands.ts";
import type { Answer } from "./questions.ts";
import type { Outcome } from "./outcome.ts";
import type { StudyOutcomes } from "./outcomes.ts";
import { drawInputs } from "./sample-inputs.ts";
import type { HeadlineSpread } from "./summary.ts";

export interface StudyReport {
  readonly scenario: Scenario;
  readonly outcomes: StudyOutcomes;
  readonly headlines: readonly HeadlineSpread[];
  readonly answers: readonly Answer[];
}

type Cell = string | number;

/** study.json, bands.csv, samples.csv and questions.csv. */
export function studyFiles(report: StudyReport): readonly ExportFile[] {
  return [
    { name: "study.json", text: `${JSON.stringify(studySummary(report), undefined, 2)}\n` },
    { name: "bands.csv", text: bandsCsv(report.outcomes.samples) },
    { name: "samples.csv", text: samplesCsv(report) },
    { name: "questions.csv", text: questionsCsv(report.answers) },
  ];
}

/** Everything of a study but its bands and single draws; what is infinite or undecided is null. */
export function studySummary({ scenario, outcomes, headlines, answers }: StudyReport): object {
  const { base, samples, replications, failed } = outcomes;
  const draws = ({ sample, replication, digest }: Outcome): object => ({ sample, replication, digest });
  return {
    format: "capsim-study/1",
    scenario: { id: scenario.id, title: scenario.title, illustrative: scenario.illustrative },
    start: scenario.start,
    end: scenario.end,
    seed: base?.seed ?? scenario.seed,
    samples: samples.length,
    replications: replications.length,
    failed: failed.map(({ job, error }) => ({ sample: job.sample, replication: job.replication, error })),
    headlines,
    questions: answers,
    runs: [...(base === undefined ? [] : [base]), ...samples, ...replications].map(draws),
  };
}

/** `month,series,unit,p10,p50,p90` */
function bandsCsv(samples: readonly Outcome[]): string {
  function* rows(): Generator<readonly Cell[]> {
    for (const { id, unit, months, p10, p50, p90 } of bandsOf(samples))
      for (const [m, month] of months.entries())
        yield [month, id, unit, p10[m] ?? 0, p50[m] ?? 0, p90[m] ?? 0];
  }
  return toCsv(["month", "series", "unit", "p10", "p50", "p90"], rows());
}

/** `sample,replication,seed,digest,<headline>...,<input>...`: a row a run; sample 0 has the inputs as written. */
function samplesCsv({ scenario, outcomes }: StudyReport): string {
  const { base, samples, replications } = outcomes;
  const runs = [...(base === undefined ? [] : [base]), ...samples, ...replications];
  const headlines = base?.headlines.map(({ id }) => id) ?? [];
  const inputs = drawInputs(scenario, { seed: scenario.seed, sample: 1 }).inputs;
  function* rows(): Generator<readonly Cell[]> {
    for (const { sample, replication, seed, digest, headlines: found } of runs) {
      const values =
        sample === 0
          ? inputs.map((input) => input.base)
          : drawInputs(scenario, { seed, sample }).inputs.map((input) => input.value);
      yield [
        sample,
        replication,
        seed,
        digest,
        ...headlines.map((id) => found.find((headline) => headline.id === id)?.value ?? ""),
        ...values,
      ];
    }
  }
  const head = ["sample", "replication", "seed", "digest", ...headlines, ...inputs.map(({ path }) => path)];
  return toCsv(head, rows());
}

/** A row a question; cells are empty where no sample decides or nothing is late, "never" for what has not come by the end. */
function questionsCsv(answers: readonly Answer[]): string {
  const head = "id,statement,chance,low,high,samples,undecided,late,lateP50Days,lateP90Days,base";
  const days = (value: number | undefined): Cell =>
    value === undefined ? "" : value === Infinity ? "never" : value;
  return toCsv(
    head.split(","),
    answers.map(({ id, text, chance, low, high, samples, undecided, late, base }) => [
      id,
      text,
      chance ?? "",
      chance === undefined ? "" : low,
      chance === undefined ? "" : high,
      samples,
      undecided,
      late?.count ?? 0,
      days(late?.p50Days),
      days(late?.p90Days),
      base ?? "",
    ]),
  );
}
