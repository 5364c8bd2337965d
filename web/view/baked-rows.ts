/**
 * Rows of jobs in the baked form: a list a field instead of an object a job, moments as hours. Times are kept to the hour, shares to a thousandth, chips held to three digits.
 */
import type { CampaignView, JobView } from "./run-view.ts";

const fields = [
  "name",
  "state",
  "chip",
  "site",
  "maxChips",
  "meanChips",
  "done",
  "ettr",
  "failures",
  "preemptions",
] as const;

export interface BakedCampaign extends Omit<CampaignView, "jobs"> {
  readonly jobs: { readonly [Field in (typeof fields)[number]]: readonly JobView[Field][] } & {
    /** What is left of each id after the campaign's. */
    readonly id: readonly string[];
    /** Hours of submit and deadline after the run's start, of start after submit, of end after start; -1: none. */
    readonly hours: readonly (readonly number[])[];
    /** By the place of its job, in hours after the run's start. */
    readonly pauses: Readonly<Record<number, readonly (readonly [number, number])[]>>;
  };
}

const hour = 3_600_000;
const week = 7 * 24 * hour;

/** No pause shorter than a week is kept: the baked run has weekly bins. */
export function packCampaign({ jobs, ...row }: CampaignView, start: number): BakedCampaign {
  const at = (time: number): number => Math.round((time - start) / hour);
  const after = (from: number, to: number | undefined): number => (to === undefined ? -1 : at(to) - at(from));
  const pauses = jobs.map((job) =>
    job.pauses
      .filter(([from, to]) => to - from >= week)
      .map(([from, to]): [number, number] => [at(from), at(to)]),
  );
  return {
    ...row,
    jobs: {
      id: jobs.map(({ id }) => (id.startsWith(row.id) ? id.slice(row.id.length) : ` ${id}`)),
      hours: jobs.map((job) => [
        at(job.submit),
        after(start, job.deadline),
        after(job.submit, job.start),
        after(job.start ?? job.submit, job.end),
      ]),
      name: jobs.map(({ name }) => name),
      state: jobs.map(({ state }) => state),
      chip: jobs.map(({ chip }) => chip),
      site: jobs.map(({ site }) => site),
      maxChips: jobs.map(({ maxChips }) => maxChips),
      meanChips: jobs.map(({ meanChips }) => Number(meanChips.toPrecision(3))),
      done: jobs.map(({ done }) => done),
      ettr: jobs.map(({ ettr }) => Number(ettr.toFixed(3))),
      failures: jobs.map(({ failures }) => failures),
      preemptions: jobs.map(({ preemptions }) => preemptions),
      pauses: Object.fromEntries(
        pauses.flatMap((spans, index) => (spans.length > 0 ? [[index, spans] as const] : [])),
      ),
    },
  };
}

export function unpackCampaign({ jobs, ...row }: BakedCampaign, start: number): CampaignView {
  return {
    ...row,
    jobs: jobs.id.map((rest, index): JobView => {
      const [submitted = 0, due = -1, waited = -1, ran = -1] = jobs.hours[index] ?? [];
      const submit = start + submitted * hour;
      const begun = submit + Math.max(0, waited) * hour;
      return {
        id: rest.startsWith(" ") ? rest.slice(1) : row.id + rest,
        name: jobs.name[index] ?? "",
        state: jobs.state[index] ?? "waiting",
        submit,
        ...(waited < 0 ? {} : { start: begun }),
        ...(ran < 0 ? {} : { end: begun + ran * hour }),
        ...(due < 0 ? {} : { deadline: start + due * hour }),
        chip: jobs.chip[index] ?? "",
        site: jobs.site[index] ?? "",
        maxChips: jobs.maxChips[index] ?? 0,
        meanChips: jobs.meanChips[index] ?? 0,
        done: jobs.done[index] ?? 0,
        ettr: jobs.ettr[index] ?? 0,
        failures: jobs.failures[index] ?? 0,
        preemptions: jobs.preemptions[index] ?? 0,
        pauses: (jobs.pauses[index] ?? []).map(
          ([from, to]) => [start + from * hour, start + to * hour] as const,
        ),
      };
    }),
  };
}
