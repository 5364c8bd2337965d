/** Jobs and events as rows a person can read. */
import type { LoggedEvent } from "../ledger/event-log.ts";
import { S } from "../ledger/states.ts";
import type { Model } from "../model/types.ts";
import type { Job } from "../training/index.ts";
import type { World } from "../run/world.ts";
import { grouped, percent } from "./format.ts";
import { putOffText } from "./put-off.ts";
import { jobGoodput } from "./goodput.ts";
import type { EventRow, JobRow } from "./types.ts";

const HOUR = 3600;

export function buildJobs(world: World): JobRow[] {
  return world.jobs.jobs.map((job) => jobRow(world, job));
}

function jobRow(world: World, job: Job): JobRow {
  const { model } = world;
  const spec = world.jobs.specOf(job);
  const pool = model.pools[job.pool];
  const hours = (state: number): number => (job.spent[state] ?? 0) / HOUR;
  const held = job.spent.reduce((sum, seconds) => sum + seconds, 0) / HOUR;
  const end = job.end >= 0 ? job.end : model.horizonSeconds;
  const perUs = pool?.chipsPerUs ?? 0;
  const perHost = pool?.chipsPerHost ?? 0;
  const small = job.hostsWanted * perHost;
  return {
    id: job.id,
    campaign: spec.id,
    name: spec.name,
    kind: job.kind,
    site: pool === undefined ? "" : (model.sites[pool.site]?.id ?? ""),
    system: pool?.system ?? "",
    state:
      job.phase === "done"
        ? "done"
        : job.phase !== "waiting"
          ? "running"
          : job.start >= 0
            ? "paused"
            : "waiting",
    submitSeconds: job.submit,
    startSeconds: job.start,
    endSeconds: job.end,
    deadlineSeconds: job.deadline,
    minChips: small > 0 ? small : job.minUs * perUs,
    maxChips: small > 0 ? small : job.maxUs * perUs,
    meanChips: job.start >= 0 && end > job.start ? (held * HOUR) / (end - job.start) : 0,
    flopsGoal: job.goal,
    flopsDone: job.goal - job.remaining,
    mfu: spec.mfu,
    precision: spec.precision,
    failures: job.failures,
    preemptions: job.preemptions,
    resizes: job.resizes,
    chipHours: {
      productive: hours(S.productive),
      uncommitted: hours(S.uncommitted),
      checkpointing: hours(S.checkpointing),
      lost: hours(S.lost),
      restarting: hours(S.restarting),
      stalled: hours(S.stalled),
      draining: hours(S.draining),
      powerCapped: hours(S.powerCapped),
      standby: hours(S.standby),
    },
    ettr: held > 0 ? hours(S.productive) / held : 0,
    goodput: jobGoodput(world, job, job.goal - job.remaining),
  };
}

export function buildEvents(world: World): EventRow[] {
  return world.log.rows.map((row) => ({
    id: row.id,
    seconds: row.now,
    kind: row.kind,
    cause: row.cause,
    site: row.site < 0 ? "" : (world.model.sites[row.site]?.id ?? ""),
    subject: row.subject,
    text: describe(world.model, row),
    amount: row.amount,
  }));
}

/** "site/old > new" -> "new for site/old". */
function swapOf(subject: string): string {
  const [old = "", next = ""] = subject.split(" > ");
  return `${next} for ${old}`;
}

function releaseOf(model: Model, id: string): string {
  const served = model.demand?.served.find((each) => each.id === id);
  if (served === undefined) return `${id} released`;
  const days = served.rampSeconds / 86_400;
  const when = days > 0 ? `over ${grouped(days)} day${Math.round(days) === 1 ? "" : "s"}` : "at once";
  const replaced = model.demand?.served.filter((each, k) => each.id !== id && served.replaces[k] === 1) ?? [];
  const others = (model.demand?.served.length ?? 1) - 1;
  const from = replaced.length < others ? ` on ${replaced.map((each) => each.id).join(", ")}` : "";
  const name = served.name === id ? id : `${served.name} (${id})`;
  return `${name} released: ${percent(served.adoption)} of its classes' traffic${from} moves to it ${when}`;
}

const chips = (n: number): string => `${grouped(n)} chips`;
const mw = (watts: number): string => `${(watts / 1e6).toFixed(1)} MW`;

function describe(model: Model, row: LoggedEvent): string {
  const site = row.site < 0 ? "" : (model.sites[row.site]?.name ?? "");
  switch (row.kind) {
    case "phase-ready":
      return `${site}: ${row.subject} ready, ${mw(row.amount)} of IT load in this kind of hall`;
    case "utility-step":
      return `${site}: utility delivers ${mw(row.amount)}`;
    case "curtailment":
      return row.amount > 0
        ? `${site}: ${row.subject}, ${mw(row.amount)} taken back`
        : `${site}: ${row.subject}`;
    case "delivery":
      return `${chips(row.amount)} delivered to ${row.subject}`;
    case "in-service":
      return `${chips(row.amount)} of ${row.subject} in service`;
    case "retired":
      return `${chips(row.amount)} of ${row.subject} retired`;
    case "refresh":
      return `${swapOf(row.subject)}: ${row.amount.toFixed(2)} times the useful work per MW, so it is replaced`;
    case "refresh-declined":
      return row.amount > 0
        ? `${swapOf(row.subject)}: only ${row.amount.toFixed(2)} times the useful work per MW, so it stays`
        : `${swapOf(row.subject)}: no newer system that gains by it is available, so it stays`;
    case "retrofit":
      return `${site}: ${mw(row.amount)} of empty air halls out of use, to come back liquid`;
    case "retrofitted":
      return `${site}: ${mw(row.amount)} of halls back, liquid`;
    case "job-submit":
      return `${row.subject} submitted`;
    case "job-start":
      return `${row.subject} starts on ${chips(row.amount)}`;
    case "job-resume":
      return `${row.subject} goes on, on ${chips(row.amount)}`;
    case "job-pause":
      return `${row.subject} pauses: too few chips are left; its ${chips(row.amount)} are given back`;
    case "job-shrink":
      return `${row.subject} gives up ${chips(row.amount)} and the work since its last checkpoint`;
    case "job-grow":
      return `${row.subject} takes ${chips(row.amount)} more, after a checkpoint`;
    case "job-interrupt":
      return `${row.subject} interrupted by a failure; ${chips(row.amount)} left`;
    case "job-end":
      return `${row.subject} ends`;
    case "demand-rise":
      return `demand at ${row.subject} asks for ${chips(row.amount)} more than are free`;
    case "demand-unserved":
      return `demand of ${row.subject} exceeds what can be served by ${grouped(row.amount)} tokens/s`;
    case "demand-met":
      return `demand of ${row.subject} is met again`;
    case "power-cap":
      return `${site}: load exceeds what is energised by ${mw(row.amount)} of IT load; throttled`;
    case "site-outage":
      return `${site}: out for ${grouped(row.amount)} hours (${row.subject})`;
    case "site-back":
      return `${site}: back`;
    case "model-released":
      return releaseOf(model, row.subject);
    case "money-put-off":
      return putOffText(model, row);
    case "power-free":
      return `${site}: throttle lifted`;
  }
}
