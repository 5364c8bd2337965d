// What must hold of every result, whatever the scenario: the ledgers close, bin by bin, and agree with each other.
import { LEDGER_STATES, S } from "../../src/ledger/states.ts";
import { AGENDA } from "../../src/model/types.ts";
import type { Model } from "../../src/model/types.ts";
import type { Result } from "../../src/results/types.ts";
import { checkTimeline } from "./check-timeline.ts";
import { Faults } from "./faults.ts";

const STATES = LEDGER_STATES.length;
const HOUR = 3600;
/** Chip-hours below zero that rounding may leave. */
const NEGATIVE = -1e-6;

export function resultFaults(model: Model, result: Result): string[] {
  const faults = new Faults();
  checkClosure(faults, result);
  checkDelivered(faults, model, result);
  checkEnergy(faults, model, result);
  checkCrossFoot(faults, result);
  checkJobs(faults, model, result);
  checkTimeline(faults, model, result);
  checkGoodput(faults, model, result);
  checkDemand(faults, result);
  checkSums(faults, result);
  checkEvents(faults, result);
  checkAgreement(faults, result);
  return faults.list;
}

function checkClosure(faults: Faults, result: Result): void {
  const { bins, ledger, delivered } = result;
  result.pools.forEach((pool, p) => {
    for (let b = 0; b < bins; b++) {
      let sum = 0;
      for (let s = 0; s < STATES; s++) {
        const hours = ledger[(p * STATES + s) * bins + b] ?? NaN;
        sum += hours;
        if (!(hours >= NEGATIVE))
          faults.add(`${pool.id} ${LEDGER_STATES[s]?.id} bin ${b}: ${hours} chip-hours`);
      }
      faults.same(`${pool.id} bin ${b}: states = delivered`, sum, delivered[p * bins + b] ?? NaN);
    }
  });
}

/** Chips delivered less retired, from the calendar and the log instead of the counter; a refresh brings its own. */
function checkDelivered(faults: Faults, model: Model, result: Result): void {
  const { bins, binSeconds, horizonSeconds } = result;
  const steps: { pool: number; at: number; chips: number }[] = [];
  const { agenda } = model;
  for (let i = 0; i < agenda.count; i++) {
    if (agenda.kind[i] !== AGENDA.delivery) continue;
    const pool = agenda.subject[i] ?? 0;
    steps.push({
      pool,
      at: agenda.time[i] ?? 0,
      chips: (agenda.amount[i] ?? 0) * (model.pools[pool]?.chipsPerUs ?? 0),
    });
  }
  const poolOf = (subject: string): number => model.pools.findIndex((p) => p.id === subject);
  for (const event of byRefresh(faults, model, result))
    steps.push({ pool: poolOf(event.subject), at: event.seconds, chips: event.amount });
  for (const event of result.events) {
    if (event.kind !== "retired") continue;
    steps.push({
      pool: poolOf(event.subject),
      at: event.seconds,
      chips: -event.amount,
    });
  }
  const expected = new Float64Array(result.delivered.length);
  for (const { pool, at, chips } of steps) {
    for (let b = 0; b < bins; b++) {
      const end = Math.min((b + 1) * binSeconds, horizonSeconds);
      const held = Math.max(0, end - Math.max(at, b * binSeconds));
      expected[pool * bins + b] = (expected[pool * bins + b] ?? 0) + (chips * held) / HOUR;
    }
  }
  expected.forEach((hours, i) => faults.same(`delivered cell ${i}`, result.delivered[i] ?? NaN, hours));
}

/** Deliveries that are not in the calendar: only where chips are replaced, and within the watts that made way. */
function byRefresh(faults: Faults, model: Model, result: Result): Result["events"] {
  const { agenda } = model;
  const calendar = new Map<string, number>();
  for (let i = 0; i < agenda.count; i++) {
    if (agenda.kind[i] !== AGENDA.delivery) continue;
    const p = model.pools[agenda.subject[i] ?? -1];
    const key = `${agenda.time[i]} ${p?.id} ${(agenda.amount[i] ?? 0) * (p?.chipsPerUs ?? 0)}`;
    calendar.set(key, (calendar.get(key) ?? 0) + 1);
  }
  const watts = new Map<string, number>();
  const addWatts = (event: Result["events"][number], sign: number): void => {
    const p = model.pools.find((pool) => pool.id === event.subject);
    watts.set(event.site, (watts.get(event.site) ?? 0) + sign * event.amount * (p?.wattsPerChip ?? NaN));
  };
  const refreshed = new Set(result.events.filter((e) => e.kind === "refresh").map((e) => e.id));
  const found = result.events.filter((event) => {
    if (event.kind === "retired" && refreshed.has(event.cause)) addWatts(event, 1);
    if (event.kind !== "delivery") return false;
    const key = `${event.seconds} ${event.subject} ${event.amount}`;
    const left = calendar.get(key) ?? 0;
    calendar.set(key, left - 1);
    if (left > 0) return false;
    addWatts(event, -1);
    if (!((watts.get(event.site) ?? 0) >= -1))
      faults.add(`${event.subject}: a refresh brings more watts than made way at ${event.seconds} s`);
    return true;
  });
  for (const [key, left] of calendar) if (left > 0) faults.add(`delivery ${key} did not come`);
  if (found.length > 0 && model.refresh === undefined) faults.add("chips came that nobody ordered");
  return found;
}

function checkEnergy(faults: Faults, model: Model, result: Result): void {
  const { bins } = result;
  model.sites.forEach((site, s) => {
    for (let b = 0; b < bins; b++) {
      let mwh = 0;
      for (const p of site.pools) {
        const watts = model.pools[p]?.stateMilliwatts ?? [];
        for (let state = 0; state < STATES; state++) {
          const cell = (p * STATES + state) * bins + b;
          const own = ((result.ledger[cell] ?? NaN) * (watts[state] ?? 0)) / 1e9;
          faults.same(`energy cell ${cell}`, result.energyLedgerMwh[cell] ?? NaN, own);
          mwh += own;
        }
      }
      faults.same(
        `${site.id} bin ${b}: MWh by ledger = MWh by power`,
        mwh,
        result.energyMwh[s * bins + b] ?? NaN,
        1e-9,
        1e-3,
      );
    }
  });
}

function checkCrossFoot(faults: Faults, result: Result): void {
  for (const row of result.crossFoot) {
    if (!(row.relative <= 1e-9)) faults.add(`${row.what}: ${row.ledger} against ${row.counted}`);
  }
}

const BY_JOBS = {
  productive: S.productive,
  uncommitted: S.uncommitted,
  checkpointing: S.checkpointing,
  lost: S.lost,
  restarting: S.restarting,
  stalled: S.stalled,
  draining: S.draining,
} as const;
const KEYS = [
  "productive",
  "uncommitted",
  "checkpointing",
  "lost",
  "restarting",
  "stalled",
  "draining",
] as const;

function checkJobs(faults: Faults, model: Model, result: Result): void {
  // Where pools shrink a job may have been larger in one that it left.
  const shrinks = model.refresh !== undefined || model.lifeSeconds < Infinity;
  const largest = Math.max(0, ...model.pools.map((pool) => pool.totalUs * pool.chipsPerUs));
  const total = (state: number): number => {
    let sum = 0;
    for (let p = 0; p < result.pools.length; p++) {
      for (let b = 0; b < result.bins; b++)
        sum += result.ledger[(p * STATES + state) * result.bins + b] ?? NaN;
    }
    return sum;
  };
  for (const key of KEYS) {
    const byJobs = result.jobs.reduce((sum, job) => sum + job.chipHours[key], 0);
    faults.same(`${key} chip-hours of the jobs`, byJobs, total(BY_JOBS[key]));
  }
  // The pool's spares stand by too.
  const standby = result.jobs.reduce((sum, job) => sum + job.chipHours.standby, 0);
  if (model.reliability.spares === undefined)
    faults.same("standby chip-hours of the jobs", standby, total(S.standby));
  else faults.atMost("standby chip-hours of the jobs", standby, total(S.standby));
  const capped = result.jobs.reduce((sum, job) => sum + job.chipHours.powerCapped, 0);
  faults.atMost("power-capped chip-hours of the jobs", capped, total(S.powerCapped));
  // All that jobs hold, set aside or in use, is a level of its own.
  const training = result.series.find((each) => each.id === "training.chips");
  let level = 0;
  training?.mean.forEach((chips, b) => {
    level +=
      (chips * (Math.min((b + 1) * result.binSeconds, result.horizonSeconds) - b * result.binSeconds)) / HOUR;
  });
  const used = result.jobs.reduce((sum, job) => {
    return sum + Object.values(job.chipHours).reduce((a, b) => a + b, 0) - job.chipHours.draining;
  }, 0);
  faults.same("chip-hours held by jobs, by account and by level", used + total(S.draining), level);
  for (const job of result.jobs) {
    faults.atMost(`${job.id} FLOP done`, job.flopsDone, job.flopsGoal);
    if (!(job.flopsDone >= -1e-9 * job.flopsGoal)) faults.add(`${job.id} FLOP done: ${job.flopsDone}`);
    if (job.state === "done") faults.same(`${job.id} is done: FLOP`, job.flopsDone, job.flopsGoal);
    if (
      job.state === "done" &&
      !(job.submitSeconds <= job.startSeconds && job.startSeconds <= job.endSeconds)
    ) {
      faults.add(
        `${job.id} runs from ${job.startSeconds} to ${job.endSeconds}, submitted ${job.submitSeconds}`,
      );
    }
    if (job.startSeconds < 0 && job.chipHours.productive !== 0)
      faults.add(`${job.id} worked before it started`);
    for (const [key, hours] of Object.entries(job.chipHours)) {
      if (!(hours >= NEGATIVE)) faults.add(`${job.id} ${key}: ${hours} chip-hours`);
    }
    const end = job.endSeconds >= 0 ? job.endSeconds : result.horizonSeconds;
    // What it sets aside before its start counts too, at no more than its maximum.
    const most = ((shrinks ? largest : job.maxChips) * (end - job.submitSeconds)) / HOUR;
    // Standbys come on top of its maximum; how many they are the audit checks.
    const all = Object.values(job.chipHours).reduce((sum, hours) => sum + hours, 0);
    const held = all - job.chipHours.standby;
    faults.atMost(`${job.id} chip-hours held`, held, most);
  }
}

const NOT_TRAINING = ["staged-no-hall", "staged-no-power", "burn-in", "switching", "serving", "headroom"];

/** The factors are quotients of what the ledger holds; each loss is a bucket of it, and nothing is left over. */
function checkGoodput(faults: Faults, model: Model, result: Result): void {
  const { goodput } = result;
  const hours = result.states.map(() => 0);
  result.ledger.forEach((value, i) => {
    const state = Math.floor(i / result.bins) % STATES;
    hours[state] = (hours[state] ?? 0) + value;
  });
  const inLedger = (id: string): number => hours[result.states.indexOf(id)] ?? NaN;
  const capacity = result.states.reduce((sum, id) => sum + (NOT_TRAINING.includes(id) ? 0 : inLedger(id)), 0);
  const of = (id: string): number =>
    goodput.lost.reduce((sum, each) => sum + (each.state === id ? each.chipHours : 0), 0);
  const lostTo = (factor: string): number =>
    goodput.lost.reduce((sum, each) => sum + (each.factor === factor ? each.chipHours : 0), 0);
  faults.same("goodput: capacity", goodput.capacityChipHours, capacity);
  faults.same("goodput: productive", goodput.productiveChipHours, inLedger("productive"));
  for (const id of result.states)
    if (!NOT_TRAINING.includes(id) && id !== "productive") faults.same(`lost to ${id}`, of(id), inLedger(id));
  const { allocatedChipHours: allocated, productiveChipHours: productive } = goodput;
  faults.same("goodput: allocated + lost", allocated + lostTo("scheduling"), capacity);
  faults.same("goodput: productive + lost", productive + lostTo("runtime"), allocated);
  const held = result.jobs.reduce((sum, { chipHours: c }) => {
    return sum + c.productive + c.uncommitted + c.checkpointing + c.lost + c.restarting + c.powerCapped;
  }, 0);
  faults.same("goodput: allocated, by the jobs", allocated, held);
  faults.same("goodput: scheduling x capacity", goodput.scheduling * capacity, allocated);
  faults.same(
    "goodput: scheduling x runtime x capacity",
    goodput.scheduling * goodput.runtime * capacity,
    productive,
  );
  let flops = 0;
  let peak = 0;
  for (const job of result.jobs) {
    const pool = result.pools.find((p) => p.site === job.site && p.system === job.system);
    flops += job.flopsDone;
    peak += job.chipHours.productive * HOUR * (pool?.peakFlops[job.precision] ?? 0);
    for (const [factor, value] of Object.entries(job.goodput))
      if (!(value >= 0 && value <= 1 + 1e-9)) faults.add(`${job.id}: ${factor} goodput ${value}`);
    const whole = job.chipHours.productive + (job.goodput.runtime > 0 ? 0 : 1);
    const parts = job.chipHours;
    const all = parts.productive + parts.uncommitted + parts.checkpointing + parts.lost + parts.restarting;
    if (job.goodput.runtime > 0)
      faults.same(`${job.id}: runtime goodput`, job.goodput.runtime * (all + parts.powerCapped), whole);
  }
  // Where pools shrink a job may have left one of another peak.
  if (model.refresh === undefined && model.lifeSeconds === Infinity)
    faults.same("goodput: program x peak of the productive", goodput.program * peak, flops);
  faults.same(
    "goodput: product x capacity",
    goodput.goodput * capacity,
    goodput.scheduling * goodput.runtime * goodput.program * capacity,
  );
  faults.same("goodput: causes", goodput.interruptions.length, model.interruptions.length);
}

function checkDemand(faults: Faults, result: Result): void {
  const series = new Map(result.series.map((each) => [each.id, each]));
  for (const [id, demand] of series) {
    if (!id.startsWith("demand.")) continue;
    const key = id.slice("demand.".length);
    const served = series.get(`served.${key}`);
    const unserved = series.get(`unserved.${key}`);
    // What waited may be served later: then only the whole closes, which is a cross-foot of its own.
    if (series.has(`waiting.${key}`)) continue;
    demand.mean.forEach((want, b) => {
      const got = served?.mean[b] ?? NaN;
      faults.atMost(`served ${key} bin ${b}`, got, want);
      // A difference is as exact as what it is taken from.
      faults.same(`unserved ${key} bin ${b}`, unserved?.mean[b] ?? NaN, want - got, 1e-9, Math.max(1, want));
    });
  }
}

/** A series of the whole is the sum of its parts, and what a bin reaches lies about its mean. */
function checkSums(faults: Faults, result: Result): void {
  for (const all of result.series) {
    for (let b = 0; b < result.bins; b++) {
      const [low, mean, high] = [all.min[b] ?? NaN, all.mean[b] ?? NaN, all.max[b] ?? NaN];
      const slack = 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
      // A gang's writes are booked when they settle: the least load a bin saw is not corrected for them.
      const least = /^power\.(drawn|it)\./.test(all.id) ? Math.min(low, mean) : low;
      // Where nothing is served there is no latency.
      const absent = all.id.startsWith("latency.") && Number.isNaN(mean);
      if (!absent && !(least - slack <= mean && mean <= high + slack))
        faults.add(`${all.id} bin ${b}: mean ${mean} outside ${low} to ${high}`);
    }
    if (!all.id.endsWith(".all")) continue;
    const prefix = all.id.slice(0, -"all".length);
    // Served tokens are split twice: by region and by served model.
    const byModel = "served.model.";
    const within = result.series.filter((each) => each.id.startsWith(prefix) && each.id !== all.id);
    const splits = [
      within.filter(({ id }) => !id.startsWith(byModel)),
      within.filter(({ id }) => id.startsWith(byModel)),
    ].filter((parts) => parts.length > 0);
    for (const parts of splits)
      all.mean.forEach((found, b) => {
        faults.same(
          `${all.id} bin ${b}`,
          found,
          parts.reduce((sum, part) => sum + (part.mean[b] ?? NaN), 0),
        );
      });
  }
}

function checkEvents(faults: Faults, result: Result): void {
  const kept = new Set<number>();
  let before = { id: -1, seconds: 0 };
  for (const event of result.events) {
    if (!(event.id > before.id)) faults.add(`event ${event.id} follows event ${before.id}`);
    if (!(event.seconds >= before.seconds))
      faults.add(`event ${event.id} at ${event.seconds} goes back in time`);
    if (event.cause >= event.id || event.cause < -1)
      faults.add(`event ${event.id} is caused by event ${event.cause}`);
    if (event.cause >= 0 && result.eventsDropped === 0 && !kept.has(event.cause)) {
      faults.add(`event ${event.id} is caused by event ${event.cause}, which is not there`);
    }
    kept.add(event.id);
    before = event;
  }
}

function checkAgreement(faults: Faults, result: Result): void {
  const { agreement } = result;
  if (agreement === undefined) return;
  faults.atMost("peak MW under the agreement", agreement.peakMw, agreement.capacityMw);
  const series = (id: string): Float64Array =>
    result.series.find((each) => each.id === id)?.max ?? new Float64Array(0);
  const ours = series("power.agreement.all");
  ours.forEach((mw, b) => faults.atMost(`MW under the agreement in bin ${b}`, mw, agreement.capacityMw));
}
