/** Scenario -> Model: dates to seconds, ids to indices, facts looked up, slips drawn. */
import { LEDGER_STATES } from "../ledger/states.ts";
import type { Model, PoolModel, SiteModel } from "../model/types.ts";
import { catalogueOf } from "../scenario/catalogue-patch.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { Scenario } from "../scenario/schema.ts";
import { SHARING_POLICIES } from "../sharing/index.ts";
import { AgendaBuilder } from "./agenda.ts";
import { limitOrders } from "./limited-orders.ts";
import { CompileError, Context, DAY, YEAR } from "./context.ts";
import type { CompileOptions } from "./context.ts";
import { addDeliveries, compileDeliveries, datedOrders } from "./deliveries.ts";
import { compileAgreement } from "./agreement.ts";
import { withCustomers } from "./customers.ts";
import { compileDemand } from "./demand.ts";
import { compileGenerations, workOf } from "./generations.ts";
import { compileMoneyOf, monthsOfRun } from "./money.ts";
import { compileQueue } from "./queue.ts";
import { countInputParts, countInputs } from "./inputs.ts";
import { PlannedFleet } from "./planned-fleet.ts";
import { compileReliability, detectSeconds, poolHazards } from "./reliability.ts";
import { compileRefresh, refreshPools } from "./refresh.ts";
import { compileInterruptions } from "./recovery.ts";
import { compileSites } from "./sites.ts";
import type { SystemFacts } from "./systems.ts";
import { compileSystems } from "./systems.ts";
import { checkKinds, kindRates } from "./served-models.ts";
import { compileCampaigns, compileStreams } from "./work.ts";

const HOUR = 3600;

/**
 * @throws CompileError with everything the engine needs and the scenario and catalogue do not say
 */
export function compileModel(scenario: Scenario, options: CompileOptions = {}): Model {
  const catalogue = catalogueOf(scenario);
  const context = new Context(withCustomers(scenario, catalogue), catalogue, options);
  const agenda = new AgendaBuilder();
  const systems = compileSystems(context);
  const { sites, halls } = compileSites(context, agenda);
  const { batches, orders, supply } = compileDeliveries(context, halls, systems);
  const poolIds = new Map<string, number>();
  const us: number[] = [];
  for (const b of batches) {
    const id = `${b.site}/${b.system}`;
    const index = poolIds.get(id) ?? poolIds.size;
    poolIds.set(id, index);
    us[index] = (us[index] ?? 0) + (b.time < context.horizon ? b.us : 0);
  }
  checkKinds(context, systems.values());
  const work = workOf(context, systems);
  for (const { pool, mostUs } of refreshPools(context, batches, systems, work)) {
    const index = poolIds.get(pool) ?? poolIds.size;
    poolIds.set(pool, index);
    us[index] = (us[index] ?? 0) + mostUs;
  }
  const pools = [...poolIds].map(([id, index]) => compilePool(context, id, us[index] ?? 0, sites, systems));
  const poolOf = (b: { readonly site: string; readonly system: string }): number =>
    poolIds.get(`${b.site}/${b.system}`) ?? 0;
  const planned = new PlannedFleet(context, batches, systems, work);
  const withPools = sites.map((site, s): SiteModel => ({
    ...site,
    pools: pools.flatMap((p, i) => (p.site === s ? [i] : [])),
  }));
  const campaigns = compileCampaigns(context, agenda, pools, withPools, planned);
  const streams = compileStreams(context, agenda, pools, withPools);
  const demand = compileDemand(context, pools, withPools, planned, systems);
  const money = compileMoneyOf(scenario, {
    starts: monthsOfRun(context.startEpoch, context.horizon),
    startEpochSeconds: context.startEpoch,
    pools,
    sites: withPools,
    servedModels: demand?.served.map(({ id }) => id) ?? [],
  });
  const limits = limitOrders(context, agenda, batches, pools, sites, money);
  addDeliveries(agenda, batches, poolOf);
  const reliable = compileReliability(context, agenda, withPools, pools);
  if (context.faults.length > 0) throw new CompileError(context.faults);
  const { reliability, training, sharing, power, fleet } = scenario;
  const inputParts = countInputParts(scenario);
  const interruptions = compileInterruptions(scenario);
  const detect = detectSeconds(context);
  const recovery = Object.entries(reliability.recoveryMinutes)
    .map(([date, minutes]) => ({ at: context.seconds(date), seconds: valueOf(minutes) * 60 }))
    .toSorted((a, b) => a.at - b.at);
  return {
    scenarioId: scenario.id,
    title: scenario.title,
    illustrative: scenario.illustrative,
    knownUntilSeconds: context.seconds(scenario.construction.knownUntil ?? scenario.start),
    seed: context.seed,
    replication: context.replication,
    start: scenario.start,
    end: scenario.end,
    startEpochSeconds: context.startEpoch,
    horizonSeconds: context.horizon,
    binSeconds: binSeconds(scenario.binHours),
    sites: withPools,
    pools,
    agenda: agenda.build(context.horizon),
    campaigns,
    streams,
    queue: compileQueue(scenario),
    demand,
    oversubscription: valueOf(power.oversubscription),
    throttleOrder: power.throttleOrder,
    burnInSeconds: valueOf(fleet.burnInHours) * HOUR,
    lifeSeconds: fleet.lifeYears === undefined ? Infinity : valueOf(fleet.lifeYears) * YEAR,
    refresh: compileRefresh(context, pools, work),
    agreement: compileAgreement(context),
    money,
    limits,
    generations: compileGenerations(context, systems, work),
    orders: datedOrders(orders, limits?.putOff ?? [], poolOf),
    supply,
    notes: context.notes,
    ...reliable,
    interruptions,
    unplannedPerChipSecond: interruptions.reduce((sum, i) => sum + (i.planned ? 0 : i.perChipSecond), 0),
    restartsCanFail: reliability.restartsCanFail,
    recovery: {
      at: Float64Array.from(recovery, (r) => r.at),
      seconds: Float64Array.from(recovery, (r) => r.seconds + detect),
    },
    ultraServerMfuFactor: valueOf(training.ultraServerMfuFactor ?? 1),
    fragmentation: training.fragmentation === true,
    campusMfuFactor: valueOf(training.campusMfuFactor),
    softwareRamp: training.softwareRamp && {
      initial: valueOf(training.softwareRamp.initial),
      seconds: context.months(valueOf(training.softwareRamp.months)),
    },
    policy: sharing.policy,
    trainingShare: valueOf(sharing.trainingShare),
    harvest: harvestOf(sharing),
    switchSeconds: valueOf(sharing.switchMinutes) * 60,
    growStep: valueOf(sharing.growStep),
    inputs: countInputs(inputParts),
    inputParts,
    actuals: scenario.actuals.map((row) => ({
      series: row.series,
      date: row.date,
      seconds: context.seconds(row.date),
      value: row.value,
      unit: row.unit,
      ...(row.low === undefined ? {} : { low: row.low }),
      ...(row.high === undefined ? {} : { high: row.high }),
    })),
    slips: context.slips,
  };
}

const binSeconds = (hours: Scenario["binHours"]): Model["binSeconds"] =>
  hours === 1 ? 3600 : hours === 6 ? 21_600 : hours === 24 ? DAY : 604_800;

function compilePool(
  context: Context,
  id: string,
  totalUs: number,
  sites: readonly SiteModel[],
  systems: ReadonlyMap<string, SystemFacts>,
): PoolModel {
  const [siteId = "", systemId = ""] = id.split("/");
  const facts = systems.get(systemId);
  if (facts === undefined)
    throw new CompileError([`deliveries name a system that is not in the catalogue (found ${systemId})`]);
  const chipsPerHost = facts.chips / facts.hosts;
  const hazards = poolHazards(context, chipsPerHost, facts.chips);
  const shares = context.catalogue.wattsByState["default"]?.shares.values;
  const { campaigns, streams } = context.scenario.training;
  const jobs = [...Object.values(campaigns), ...Object.values(streams)];
  const trainable = jobs.some(
    (job) =>
      (job.sites === undefined || job.sites.includes(siteId)) &&
      (job.systems === undefined || job.systems.includes(systemId)) &&
      (job.precision === "fp8" ? facts.peakFp8 : facts.peakBf16) > 0,
  );
  return {
    id,
    site: sites.findIndex((site) => site.id === siteId),
    system: systemId,
    chip: facts.chip,
    chipName: facts.chipName,
    chipsPerUs: facts.chips,
    hostsPerUs: facts.hosts,
    chipsPerHost,
    wattsPerChip: facts.wattsPerChip,
    fitsAir: facts.fitsAir,
    fitsLiquid: facts.fitsLiquid,
    peakBf16: facts.peakBf16,
    peakFp8: facts.peakFp8,
    availableSeconds: facts.availableEpoch - context.startEpoch,
    totalUs,
    trainable,
    stateMilliwatts: Float64Array.from(LEDGER_STATES, (state) =>
      Math.round(facts.wattsPerChip * 1000 * (shareOf(shares, state.id) ?? 0)),
    ),
    ...hazards,
    tokensPerSecond: kindRates(context, facts),
  };
}

const shareOf = (shares: Readonly<Record<string, number>> | undefined, state: string): number | undefined =>
  shares?.[state];

/** Only of a policy that looks ahead: the search costs time. */
function harvestOf({ policy, harvest }: Scenario["sharing"]): Model["harvest"] {
  if (SHARING_POLICIES[policy]?.looksAhead !== true) return undefined;
  return { reserve: valueOf(harvest.reserve), lookAheadHours: harvest.lookAheadHours };
}
