/** A closed run -> MoneyBasis: what it did by calendar month, as far as money asks. No price comes in here. */
import type { MoneyBasis } from "../economics/basis.ts";
import { CHANNELS_PER_POOL, DELIVERED } from "../ledger/chip-ledger.ts";
import { LEDGER_STATES, S } from "../ledger/states.ts";
import { AGENDA } from "../model/types.ts";
import type { Model } from "../model/types.ts";
import type { World } from "../run/world.ts";
import { HOUR } from "./bins.ts";
import { monthsOf } from "./by-month.ts";
import type { Months } from "./by-month.ts";
import type { LedgerView } from "./ledger-view.ts";

const STATES = LEDGER_STATES.length;
const YEAR = 365.25 * 86_400;
const EXAFLOP_DAY = 1e18 * 86_400;
/** exaFLOP-days: less than a chip does in a minute. */
const NO_WORK = 1e-9;

/** Delivered, but without a place in a hall and power. */
const STAGED = [S.stagedNoHall, S.stagedNoPower] as const;
/** Held by jobs, warm standbys among them. */
const TRAINING = [
  S.productive,
  S.uncommitted,
  S.checkpointing,
  S.lost,
  S.restarting,
  S.stalled,
  S.draining,
  S.standby,
] as const;
/** Held by serving: a replica is paid for while it loads and while it is not full. */
const SERVING = [S.switching, S.serving, S.headroom] as const;

/**
 * @param starts beginnings of the calendar months and the horizon, s; as in MoneyModel
 */
export function buildMoneyBasis(world: World, view: LedgerView, starts: Float64Array): MoneyBasis {
  const { model, recorder } = world;
  const months = monthsOf(starts, model.binSeconds, recorder.bins);
  const hours = poolHours(world, view, months);
  const { arrivedChips, retiredChips, standing } = fleetMoves(world, months);
  return {
    starts,
    startEpochSeconds: model.startEpochSeconds,
    pools: model.pools.map((pool, p) => ({
      id: pool.id,
      site: pool.site,
      chip: pool.chip,
      chipName: pool.chipName,
      wattsPerChip: pool.wattsPerChip,
      peakPue: model.sites[pool.site]?.peakPue ?? 1,
      standing: standing[p] ?? [],
    })),
    ...hours,
    arrivedChips,
    retiredChips,
    ...halls(model, months),
    retrofitUsd: retrofitUsd(world, months),
    ...tokensAndWork(world, months),
    servedModels: (model.demand?.served ?? []).map(({ id }) => id),
    salesUsd: salesUsd(world, months),
    paths: pathShares(world),
  };
}

/** Chip-hours, GW-years and MWh by pool. */
function poolHours(
  { model, recorder }: World,
  view: LedgerView,
  months: Months,
): Pick<
  MoneyBasis,
  | "deliveredChipHours"
  | "inServiceChipHours"
  | "trainingChipHours"
  | "servingChipHours"
  | "gwYears"
  | "facilityMwh"
  | "itMwh"
> {
  const { bins } = recorder;
  const empty = (): Float64Array => new Float64Array(model.pools.length * months.count);
  const row = new Float64Array(bins);
  const table = {
    deliveredChipHours: empty(),
    inServiceChipHours: empty(),
    trainingChipHours: empty(),
    servingChipHours: empty(),
    gwYears: empty(),
    facilityMwh: empty(),
    itMwh: empty(),
  };
  const addStates = (p: number, states: readonly number[], sign: number): void => {
    for (const s of states)
      for (let b = 0; b < bins; b++)
        row[b] = (row[b] ?? 0) + sign * (view.ledger[(p * STATES + s) * bins + b] ?? 0);
  };
  model.pools.forEach((pool, p) => {
    const site = model.sites[pool.site];
    row.set(view.delivered.subarray(p * bins, (p + 1) * bins));
    months.share(row, 0, table.deliveredChipHours, p);
    addStates(p, STAGED, -1);
    // The same watts as `power.provisioned`: nameplate at peak PUE, less what is oversubscribed.
    const gwYears = (pool.wattsPerChip * (site?.peakPue ?? 1) * HOUR) / (model.oversubscription * 1e9 * YEAR);
    months.share(
      row.map((chipHours) => chipHours * gwYears),
      0,
      table.gwYears,
      p,
    );
    addStates(p, [S.burnIn], -1);
    months.share(row, 0, table.inServiceChipHours, p);
    row.fill(0);
    addStates(p, TRAINING, 1);
    months.share(row, 0, table.trainingChipHours, p);
    row.fill(0);
    addStates(p, SERVING, 1);
    months.share(row, 0, table.servingChipHours, p);
    for (let s = 0; s < STATES; s++)
      months.share(view.energyLedgerMwh, (p * STATES + s) * bins, table.itMwh, p);
    for (let m = p * months.count; m < (p + 1) * months.count; m++)
      table.facilityMwh[m] = (table.itMwh[m] ?? 0) * (site?.annualPue ?? 1);
  });
  return table;
}

/** Arrivals and retirements by their own counters, and what stood before the first moment. */
function fleetMoves(
  { model, commissioning }: World,
  months: Months,
): Pick<MoneyBasis, "arrivedChips" | "retiredChips"> & {
  readonly standing: readonly MoneyBasis["pools"][number]["standing"][];
} {
  const arrivedChips = new Float64Array(model.pools.length * months.count);
  const retiredChips = arrivedChips.slice();
  const standing = model.pools.map((): { chips: number; ageSeconds: number }[] => []);
  for (const { pool, chips, at, since } of commissioning.moves) {
    const cell = pool * months.count + months.at(at);
    if (chips < 0) retiredChips[cell] = (retiredChips[cell] ?? 0) - chips;
    else if (Number.isNaN(since)) arrivedChips[cell] = (arrivedChips[cell] ?? 0) + chips;
    else standing[pool]?.push({ chips, ageSeconds: at - since });
  }
  return { arrivedChips, retiredChips, standing };
}

/** Halls that are ours: by tenancy, and no more than the agreement gives. A retrofit makes no new ones. */
function halls(model: Model, months: Months): Pick<MoneyBasis, "sites" | "readyWatts"> {
  const sites = model.sites.length;
  const readyWatts = new Float64Array(sites * months.count);
  const standingWatts = new Float64Array(sites);
  const air = new Float64Array(sites);
  const liquid = new Float64Array(sites);
  const agreed = new Float64Array(sites).fill(model.agreement === undefined ? Infinity : 0);
  const had = new Float64Array(sites);
  const { agenda } = model;
  for (let i = 0; i < agenda.count;) {
    const time = agenda.time[i] ?? 0;
    for (; i < agenda.count && agenda.time[i] === time; i++) {
      const site = agenda.subject[i] ?? 0;
      const watts = agenda.amount[i] ?? 0;
      if (agenda.kind[i] === AGENDA.buildingAir) air[site] = watts;
      else if (agenda.kind[i] === AGENDA.buildingLiquid) liquid[site] = watts;
      else if (agenda.kind[i] === AGENDA.agreement) agreed[site] = watts;
    }
    model.sites.forEach((site, s) => {
      const ours = Math.min(
        ((air[s] ?? 0) + (liquid[s] ?? 0)) * site.tenancyShare,
        (agreed[s] ?? 0) / site.peakPue,
      );
      const more = ours - (had[s] ?? 0);
      if (more === 0) return;
      had[s] = ours;
      if (time <= 0) standingWatts[s] = ours;
      else {
        const cell = s * months.count + months.at(time);
        readyWatts[cell] = (readyWatts[cell] ?? 0) + more;
      }
    });
  }
  return {
    sites: model.sites.map(({ id, name, region }, s) => ({
      id,
      name,
      region,
      standingWatts: standingWatts[s] ?? 0,
    })),
    readyWatts,
  };
}

/** Our part of what retrofits cost, in the month they begin. */
function retrofitUsd({ model, retrofit }: World, months: Months): Float64Array {
  const usd = new Float64Array(model.sites.length * months.count);
  for (const { site, watts, from, usdPerWatt } of retrofit.jobs) {
    const cell = site * months.count + months.at(from);
    usd[cell] = (usd[cell] ?? 0) + watts * (model.sites[site]?.tenancyShare ?? 1) * usdPerWatt;
  }
  return usd;
}

function tokensAndWork(
  { model, recorder, channels }: World,
  months: Months,
): Pick<MoneyBasis, "tokens" | "flops"> {
  const tokens = new Float64Array(model.pools.length * months.count);
  const flops = tokens.slice();
  const kinds = model.demand?.kinds.length ?? 0;
  model.pools.forEach((_, p) => {
    for (let k = 0; k < kinds; k++)
      months.share(recorder.integral, (channels.tokens + p * kinds + k) * recorder.bins, tokens, p);
    if (channels.flops >= 0) months.share(recorder.integral, (channels.flops + p) * recorder.bins, flops, p);
  });
  // What rounding leaves where a corruption took all of a month's work back.
  flops.forEach((each, cell) => {
    if (Math.abs(each) < NO_WORK * EXAFLOP_DAY) flops[cell] = 0;
  });
  return { tokens, flops };
}

/** NaN throughout for a served model without a price. */
function salesUsd({ model, recorder, channels }: World, months: Months): Float64Array {
  const served = model.demand?.served ?? [];
  const usd = new Float64Array(served.length * months.count);
  served.forEach((each, m) => {
    if (channels.revenue < 0 || !each.priced) usd.fill(NaN, m * months.count, (m + 1) * months.count);
    else months.share(recorder.integral, (channels.revenue + m) * recorder.bins, usd, m);
  });
  return usd;
}

/** Paths whose load is served here, by their parts of all tokens served: each region's served alike on all its paths. */
function pathShares({ model, recorder, channels }: World): MoneyBasis["paths"] {
  const { demand } = model;
  if (demand === undefined) return [];
  const { bins } = recorder;
  const served = demand.regions.map((_, r) =>
    recorder.integral
      .subarray((channels.served + r) * bins, (channels.served + r + 1) * bins)
      .reduce((sum, tokens) => sum + tokens, 0),
  );
  const all = served.reduce((sum, tokens) => sum + tokens, 0);
  return demand.paths
    .filter(({ pool }) => pool !== "external")
    .map(({ id, price, resellerShare, shares }) => {
      const tokens = demand.regions.reduce(
        (sum, { hereShare }, r) => sum + ((served[r] ?? 0) * (shares[r] ?? 0)) / hereShare,
        0,
      );
      return { id, price, resellerShare, share: all > 0 ? tokens / all : 0 };
    });
}

/** Sums of the tables beside what the ledger, the recorder and the jobs hold: two ways through the run. */
export function basisCrossFoot(
  { model, recorder, channels, jobs }: World,
  view: LedgerView,
  basis: MoneyBasis,
): readonly (readonly [string, number, number])[] {
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  const { bins } = recorder;
  const integral = (first: number, count: number): number =>
    total(recorder.integral.subarray(first * bins, (first + count) * bins));
  const pools = [...model.pools.keys()];
  const states = (held: readonly number[]): number =>
    pools.reduce(
      (sum, p) => sum + held.reduce((a, s) => a + integral(p * CHANNELS_PER_POOL + s, 1), 0) / HOUR,
      0,
    );
  const moved = total(basis.arrivedChips) - total(basis.retiredChips);
  const chips = basis.pools.reduce(
    (sum, pool) => sum + pool.standing.reduce((a, b) => a + b.chips, 0),
    moved,
  );
  const delivered = pools.reduce((sum, p) => sum + recorder.level(p * CHANNELS_PER_POOL + DELIVERED), 0);
  const provisionedGw = integral(channels.provisionedMw, model.sites.length) / 1000;
  const credited = jobs.jobs.reduce((sum, job) => sum + (job.goal - job.remaining), 0);
  return [
    [
      "money: chip-hours delivered, by month = by bin",
      total(basis.deliveredChipHours),
      total(view.delivered),
    ],
    ["money: chip-hours of training, by month = ledger", total(basis.trainingChipHours), states(TRAINING)],
    ["money: chip-hours of serving, by month = ledger", total(basis.servingChipHours), states(SERVING)],
    ["money: chips standing + arrived - retired = delivered", chips, delivered],
    ["money: GW-years by pool = provisioned", total(basis.gwYears), provisionedGw / YEAR],
    ["money: MWh by month = integrated power", total(basis.itMwh), total(view.energyMwh)],
    [
      "money: tokens by month = by region",
      total(basis.tokens),
      integral(channels.served, model.demand?.regions.length ?? 0),
    ],
    ...(channels.flops < 0
      ? []
      : [
          [
            "money: exaFLOP-days by month = credited to jobs",
            total(basis.flops) / EXAFLOP_DAY,
            credited / EXAFLOP_DAY,
          ] as const,
        ]),
  ];
}
