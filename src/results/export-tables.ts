/** Result -> CSV texts. Numbers are written in full: reading them back gives the same bits. */
import { HOURS_PER_WEEK } from "../engine/index.ts";
import { toCsv } from "../scenario/index.ts";
import { binStarts, isoAt, overPools } from "./export-bins.ts";
import type { JobRow, Result, ServedInfo } from "./types.ts";

type Cell = string | number;

/** Columns of a state table at one bin; `offset` is the table's first cell for the pool. */
const stateCells = (result: Result, table: Float64Array, offset: number, bin: number): readonly number[] =>
  result.states.map((_, state) => table[offset + state * result.bins + bin] ?? 0);

/** `series,unit,start,mean,min,max`: one row per series and bin. */
export function seriesCsv(result: Result): string {
  const starts = binStarts(result);
  function* rows(): Generator<readonly Cell[]> {
    for (const { id, unit, mean, min, max } of result.series)
      for (const [bin, start] of starts.entries())
        yield [id, unit, start, mean[bin] ?? 0, min[bin] ?? 0, max[bin] ?? 0];
  }
  return toCsv(["series", "unit", "start", "mean", "min", "max"], rows());
}

/** `start,<state>...,delivered`: chip-hours of the whole fleet by bin. */
export function ledgerCsv(result: Result): string {
  const table = overPools(result, result.ledger);
  function* rows(): Generator<readonly Cell[]> {
    for (const [bin, start] of binStarts(result).entries()) {
      let delivered = 0;
      for (let pool = 0; pool < result.pools.length; pool++)
        delivered += result.delivered[pool * result.bins + bin] ?? 0;
      yield [start, ...stateCells(result, table, 0, bin), delivered];
    }
  }
  return toCsv(["start", ...result.states, "delivered"], rows());
}

/** `start,pool,site,system,<state>...,delivered`: the same by pool. */
export function ledgerByPoolCsv(result: Result): string {
  const starts = binStarts(result);
  function* rows(): Generator<readonly Cell[]> {
    for (const [pool, { id, site, system }] of result.pools.entries())
      for (const [bin, start] of starts.entries()) {
        const offset = pool * result.states.length * result.bins;
        yield [
          start,
          id,
          site,
          system,
          ...stateCells(result, result.ledger, offset, bin),
          result.delivered[pool * result.bins + bin] ?? 0,
        ];
      }
  }
  return toCsv(["start", "pool", "site", "system", ...result.states, "delivered"], rows());
}

/** `start,<state>...,counted`: MWh of IT load by state, and as integrated from the power itself. */
export function energyCsv(result: Result): string {
  const table = overPools(result, result.energyLedgerMwh);
  function* rows(): Generator<readonly Cell[]> {
    for (const [bin, start] of binStarts(result).entries()) {
      let counted = 0;
      for (let site = 0; site < result.sites.length; site++)
        counted += result.energyMwh[site * result.bins + bin] ?? 0;
      yield [start, ...stateCells(result, table, 0, bin), counted];
    }
  }
  return toCsv(["start", ...result.states, "counted"], rows());
}

const JOB_HOURS = [
  "productive",
  "uncommitted",
  "checkpointing",
  "lost",
  "restarting",
  "stalled",
  "draining",
  "powerCapped",
  "standby",
] as const;
const JOB_HEADER = [
  "id,campaign,name,kind,site,system,state",
  "submitSeconds,submit,startSeconds,start,endSeconds,end,deadlineSeconds,deadline",
  "minChips,maxChips,meanChips,precision,mfu,flopsGoal,flopsDone",
  "failures,preemptions,resizes,ettr,schedulingGoodput,runtimeGoodput,programGoodput",
  ...JOB_HOURS.map((key) => `${key}ChipHours`),
].flatMap((names) => names.split(","));

/** `series,quarter,hourOfWeek,mean`: Monday 00:00 UTC is hour 0. */
export function profilesCsv(result: Result): string {
  function* rows(): Generator<readonly Cell[]> {
    for (const { series, quarters, mean } of result.profiles)
      for (const [q, quarter] of quarters.entries())
        for (let hour = 0; hour < HOURS_PER_WEEK; hour++)
          yield [series, quarter, hour, mean[q * HOURS_PER_WEEK + hour] ?? 0];
  }
  return toCsv(["series", "quarter", "hourOfWeek", "mean"], rows());
}

/** One row per job; a time that has not come is empty, as seconds and as a date. */
export function jobsCsv(result: Result): string {
  const time = (seconds: number): readonly Cell[] =>
    seconds < 0 ? ["", ""] : [seconds, isoAt(result, seconds)];
  const row = (job: JobRow): readonly Cell[] => [
    job.id,
    job.campaign,
    job.name,
    job.kind,
    job.site,
    job.system,
    job.state,
    ...[job.submitSeconds, job.startSeconds, job.endSeconds, job.deadlineSeconds].flatMap(time),
    job.minChips,
    job.maxChips,
    job.meanChips,
    job.precision,
    job.mfu,
    job.flopsGoal,
    job.flopsDone,
    job.failures,
    job.preemptions,
    job.resizes,
    job.ettr,
    job.goodput.scheduling,
    job.goodput.runtime,
    job.goodput.program,
    ...JOB_HOURS.map((key) => job.chipHours[key]),
  ];
  return toCsv(JOB_HEADER, result.jobs.map(row));
}

/**
 * `id,from,until,state,reason,chipHours`: what each job did from its submission on, and why it waited; seconds from the
 * start.
 */
export function jobSegmentsCsv(result: Result): string {
  const { timeline, jobs, horizonSeconds } = result;
  const { first, from, kind, reason, kinds, reasons, chipHours } = timeline;
  function* rows(): Generator<readonly Cell[]> {
    for (let job = 0; job < timeline.jobs; job++) {
      const { id, endSeconds } = jobs[job] ?? { id: "", endSeconds: -1 };
      const last = (first[job + 1] ?? 0) - 1;
      for (let at = first[job] ?? 0; at <= last; at++) {
        const until = at < last ? (from[at + 1] ?? 0) : endSeconds < 0 ? horizonSeconds : endSeconds;
        const said = [kinds[kind[at] ?? 0] ?? "", reasons[reason[at] ?? 0] ?? ""];
        yield [id, from[at] ?? 0, until, ...said, chipHours[at] ?? 0];
      }
    }
  }
  return toCsv(["id", "from", "until", "state", "reason", "chipHours"], rows());
}

/** `measure,part,value,unit`: the factors, the chip-hours they lost by ledger state, interruptions by cause. */
export function goodputCsv({ goodput }: Result): string {
  const { lost, interruptions } = goodput;
  const rows: (readonly Cell[])[] = [
    ...(["scheduling", "runtime", "program", "goodput"] as const).map((key) => [
      key,
      "",
      goodput[key],
      "share",
    ]),
    ...(["capacity", "allocated", "productive"] as const).map((key) => [
      key,
      "",
      goodput[`${key}ChipHours`],
      "chip-hours",
    ]),
    ...lost.map(({ factor, state, chipHours }) => [`lost to ${factor}`, state, chipHours, "chip-hours"]),
    ...interruptions.map(({ id, planned, count }) => [
      planned ? "planned interruptions" : "interruptions",
      id,
      count,
      "interruptions",
    ]),
  ];
  return toCsv(["measure", "part", "value", "unit"], rows);
}

/** `model,class,tokens,chipHours,usd`: empty where the model has no price. */
export function servedCsv({ byClass }: ServedInfo): string {
  const rows = byClass.map(({ model, class: klass, tokens, chipHours, usd }): readonly Cell[] => [
    model,
    klass,
    tokens,
    chipHours,
    usd ?? "",
  ]);
  return toCsv(["model", "class", "tokens", "chipHours", "usd"], rows);
}

/** One row per event that was kept; `cause` is the id of the event that led to it, empty where there is none. */
export function eventsCsv(result: Result): string {
  const rows = result.events.map(
    ({ id, seconds, kind, cause, site, subject, amount, text }): readonly Cell[] => [
      id,
      seconds,
      isoAt(result, seconds),
      kind,
      cause < 0 ? "" : cause,
      site,
      subject,
      amount,
      text,
    ],
  );
  return toCsv(["id", "seconds", "time", "kind", "cause", "site", "subject", "amount", "text"], rows);
}
