/** The ledger as arrays: chip-hours by pool, state and bin, and what they must agree with. */
import { UNSERVED } from "../inference/router.ts";
import { CHANNELS_PER_POOL, DELIVERED } from "../ledger/chip-ledger.ts";
import { LEDGER_STATES, S } from "../ledger/states.ts";
import type { World } from "../run/world.ts";
import { HOUR, integralOf } from "./bins.ts";
import { servedCrossFoot } from "./served.ts";
import type { Result } from "./types.ts";

const STATES = LEDGER_STATES.length;

export interface LedgerView {
  readonly ledger: Float64Array;
  readonly delivered: Float64Array;
  readonly energyLedgerMwh: Float64Array;
  readonly energyMwh: Float64Array;
}

export function readLedger(world: World): LedgerView {
  const { model, recorder, channels } = world;
  const { bins } = recorder;
  const pools = model.pools.length;
  const ledger = new Float64Array(pools * STATES * bins);
  const delivered = new Float64Array(pools * bins);
  const energyLedgerMwh = new Float64Array(pools * STATES * bins);
  const energyMwh = new Float64Array(model.sites.length * bins);
  model.pools.forEach((pool, p) => {
    for (let s = 0; s < STATES; s++) {
      const hours = integralOf(recorder, p * CHANNELS_PER_POOL + s, 1 / HOUR);
      const megawatts = (pool.stateMilliwatts[s] ?? 0) / 1e9;
      ledger.set(hours, (p * STATES + s) * bins);
      energyLedgerMwh.set(
        hours.map((h) => h * megawatts),
        (p * STATES + s) * bins,
      );
    }
    delivered.set(integralOf(recorder, p * CHANNELS_PER_POOL + DELIVERED, 1 / HOUR), p * bins);
  });
  model.sites.forEach((_, s) =>
    energyMwh.set(integralOf(recorder, channels.power + s, 1e-9 / HOUR), s * bins),
  );
  return { ledger, delivered, energyLedgerMwh, energyMwh };
}

/** What rounding leaves of a sum that was taken back; in the row's unit. */
const NOTHING = 1e-9;

/** Two counts of one thing, and their difference over the larger. */
export const footed = (what: string, ledger: number, counted: number): Result["crossFoot"][number] => {
  const most = Math.max(Math.abs(ledger), Math.abs(counted));
  return { what, ledger, counted, relative: most < NOTHING ? 0 : Math.abs(ledger - counted) / most };
};

/** Two counts of the same thing that took different paths through the run. */
export function crossFoot(world: World, view: LedgerView): Result["crossFoot"] {
  const { model, recorder, channels } = world;
  const { bins } = recorder;
  const row = footed;
  const total = (array: Float64Array): number => array.reduce((sum, v) => sum + v, 0);
  const stateTotal = (s: number): number => {
    let sum = 0;
    for (let p = 0; p < model.pools.length; p++)
      for (let b = 0; b < bins; b++) sum += view.ledger[(p * STATES + s) * bins + b] ?? 0;
    return sum;
  };
  const { jobs } = world.jobs;
  const spent = (s: number): number => jobs.reduce((sum, job) => sum + (job.spent[s] ?? 0) / HOUR, 0);
  const flopsByHours = jobs.reduce(
    (sum, job) =>
      sum + job.movedFlops + ((job.spent[S.productive] ?? 0) - job.movedSeconds) * job.flopsPerChip,
    0,
  );
  const flopsCredited = jobs.reduce((sum, job) => sum + (job.goal - job.remaining), 0);
  let tokensByHours = 0;
  let tokens = 0;
  let busy = 0;
  const kinds = model.demand?.kinds.length ?? 0;
  model.pools.forEach((pool, p) => {
    for (let c = 0; c < kinds; c++) {
      const hours = total(integralOf(recorder, channels.busy + p * kinds + c, 1 / HOUR));
      busy += hours;
      const work = total(integralOf(recorder, channels.work + p * kinds + c, 1 / HOUR));
      tokensByHours += work * HOUR * (pool.tokensPerSecond[c] ?? 0);
      tokens += total(integralOf(recorder, channels.tokens + p * kinds + c, 1));
    }
  });
  const served = (model.demand?.regions ?? []).reduce(
    (sum, _, r) => sum + total(integralOf(recorder, channels.served + r, 1)),
    0,
  );
  // Where reasons are recorded: each part of demand is counted where it is decided.
  const demandRow = (): ReturnType<typeof row>[] => {
    if (channels.unserved < 0) return [];
    const regions = model.demand?.regions.length ?? 0;
    const sum = (first: number, count: number): number => {
      let tokens = 0;
      for (let k = 0; k < count; k++) tokens += total(integralOf(recorder, first + k, 1));
      return tokens;
    };
    let waits = 0;
    for (let r = 0; r < regions; r++)
      if (channels.waiting >= 0) waits += recorder.level(channels.waiting + r);
    const away = sum(channels.unserved, UNSERVED.length * regions);
    return [
      row(
        "tokens: demand = served + turned away + waiting",
        sum(channels.demand, regions),
        served + away + waits,
      ),
    ];
  };
  return [
    row("chip-hours: states = delivered", total(view.ledger), total(view.delivered)),
    row("FLOP: productive chip-hours x peak x MFU = credited to jobs", flopsByHours, flopsCredited),
    row("productive chip-hours: ledger = jobs", stateTotal(S.productive), spent(S.productive)),
    row("lost chip-hours: ledger = jobs", stateTotal(S.lost), spent(S.lost)),
    row("checkpointing chip-hours: ledger = jobs", stateTotal(S.checkpointing), spent(S.checkpointing)),
    row("restarting chip-hours: ledger = jobs", stateTotal(S.restarting), spent(S.restarting)),
    row("serving chip-hours: ledger = routed load", stateTotal(S.serving), busy),
    row("tokens: serving chip-hours x rate = tokens served", tokensByHours, tokens),
    row("tokens: by pool = by region", tokens, served),
    row("MWh: chip-hours x watts = integrated power", total(view.energyLedgerMwh), total(view.energyMwh)),
    ...demandRow(),
    ...servedCrossFoot(world).map((each) => row(...each)),
  ];
}
