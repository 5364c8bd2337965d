/** A closed run -> Result. */
import { quarterNumber } from "../engine/index.ts";
import { given } from "../fleet/given.ts";
import { LEDGER_STATES } from "../ledger/states.ts";
import type { World } from "../run/world.ts";
import { accessPathRows } from "./access-paths.ts";
import { buildBacktest } from "./backtest.ts";
import { buildBinds } from "./binds.ts";
import { digestOf } from "./digest.ts";
import { buildFailures, buildRepairs } from "./failures.ts";
import { buildFindings } from "./findings.ts";
import { buildGoodput } from "./goodput.ts";
import { buildHeadlines } from "./headlines.ts";
import { crossFoot, footed, readLedger } from "./ledger-view.ts";
import type { ReadMoney } from "./run-money.ts";
import { buildLatency } from "./latency-info.ts";
import { buildPlans } from "./plans.ts";
import { buildEvents, buildJobs } from "./rows.ts";
import { buildServed } from "./served.ts";
import { withServing } from "./serving-headlines.ts";
import { servingFindings } from "./serving-findings.ts";
import { servingRates } from "./serving-rates.ts";
import { servingBalance } from "./serving-balance.ts";
import { buildSeries } from "./series.ts";
import { buildTimeline } from "./timeline.ts";
import type { PoolInfo, Result, SiteInfo, WeekProfile } from "./types.ts";

/**
 * Everything the run says. The run must be at its horizon and closed.
 * @param readMoney needed where the Model speaks of money: apart, as few runs in a browser ask for it
 */
export function buildResult(world: World, readMoney: ReadMoney | undefined): Result {
  const { model, recorder } = world;
  const view = readLedger(world);
  const series = buildSeries(world);
  const jobs = buildJobs(world);
  const core = {
    format: "capsim-result/1" as const,
    scenario: { id: model.scenarioId, title: model.title, illustrative: model.illustrative },
    seed: model.seed,
    replication: model.replication,
    start: model.start,
    end: model.end,
    startEpochSeconds: model.startEpochSeconds,
    horizonSeconds: model.horizonSeconds,
    binSeconds: model.binSeconds,
    bins: recorder.bins,
    sites: model.sites.map((site): SiteInfo => {
      const { id, name, region, annualPue, peakPue, tenancyShare, utilityKnown, illustrative } = site;
      const { phases } = site;
      return { id, name, region, annualPue, peakPue, tenancyShare, utilityKnown, illustrative, phases };
    }),
    pools: model.pools.map((pool): PoolInfo => ({
      id: pool.id,
      site: model.sites[pool.site]?.id ?? "",
      system: pool.system,
      chip: pool.chip,
      chipName: pool.chipName,
      chipsPerSystem: pool.chipsPerUs,
      hostsPerSystem: pool.hostsPerUs,
      allInWatts: pool.wattsPerChip,
      peakFlops: { bf16: pool.peakBf16, fp8: pool.peakFp8 },
    })),
    states: LEDGER_STATES.map((state) => state.id),
    ...view,
    series,
    profiles: buildProfiles(world),
    jobs,
    events: buildEvents(world),
    eventsDropped: world.log.dropped,
    eventsExecuted: world.engine.executed,
  };
  const served = buildServed(world);
  const plans = buildPlans(world, series, served);
  const balance = servingBalance(model, view, series, world.serving?.shares.releasedAt);
  const paths = accessPathRows(model.demand, series);
  const binds = buildBinds(world, view, series);
  const latency = buildLatency(world);
  const rates = servingRates(model.pools, plans.generations);
  const spoken = model.money && given(readMoney, "readMoney")(world, view, model.money);
  return {
    ...core,
    binds,
    ...placementOf(world),
    failures: buildFailures(world),
    repairs: buildRepairs(world),
    ...plans,
    ...(spoken === undefined ? {} : { money: spoken.money }),
    notes: [...plans.notes, ...(spoken?.money.info.notes ?? [])],
    headlines: [
      ...withServing(
        buildHeadlines(world, view, series, jobs, plans.agreement, served),
        latency,
        rates,
        model.inputParts,
      ),
      ...(spoken?.headlines ?? []),
    ],
    findings: {
      ...buildFindings(world, view, series, jobs, binds, balance),
      ...servingFindings(latency, rates, series),
      ...(spoken === undefined ? {} : { money: spoken.money.info.finding }),
    },
    ...(latency === undefined ? {} : { latency }),
    ...(rates === undefined ? {} : { servingRates: rates }),
    ...(balance === undefined ? {} : { servingBalance: balance }),
    ...(served === undefined ? {} : { served }),
    ...(paths.length === 0 ? {} : { accessPaths: paths }),
    timeline: buildTimeline(world),
    goodput: buildGoodput(world, view, jobs),
    crossFoot: [...crossFoot(world, view), ...(spoken?.crossFoot ?? []).map((row) => footed(...row))],
    backtest: buildBacktest(model, series),
    inputs: model.inputs,
    digest: digestOf(core),
  };
}

function placementOf({ placement }: World): Pick<Result, "placement"> {
  if (placement === undefined) return {};
  const { sums } = placement;
  const hours = Math.max(1, sums.hours);
  return {
    placement: {
      freeChips: sums.freeChips / hours,
      partChips: sums.partChips / hours,
      largestGangChips: sums.largestGangChips / hours,
      fragmentation: sums.fragmentation / hours,
      fragmentationInUltraServer: sums.fragmentationInUs / hours,
      waitingJobHours: sums.waitingJobs,
      fitAfterMoveJobHours: sums.fitAfterMove,
    },
  };
}

function buildProfiles(world: World): WeekProfile[] {
  const { model, recorder } = world;
  const names = [
    "training.chips",
    "serving.chips",
    ...model.sites.map((site) => `power.it.${site.id}`),
    ...(model.demand?.regions ?? []).map((region) => `demand.${region.id}`),
  ];
  const first = quarterNumber(model.startEpochSeconds);
  const seconds = recorder.profileSeconds;
  const quarters = Array.from({ length: Math.floor(seconds.length / 168) }, (_, q) => quarterName(first + q));
  return recorder.profile.map((row, i) => {
    const name = names[i] ?? "";
    const scale = name.startsWith("power.") ? 1e-9 : 1;
    return {
      series: name,
      quarters,
      mean: row.map((v, k) => ((seconds[k] ?? 0) > 0 ? (v / (seconds[k] ?? 1)) * scale : 0)),
    };
  });
}

const quarterName = (quarter: number): string =>
  `${Math.floor(quarter / 4)}-Q${(((quarter % 4) + 4) % 4) + 1}`;
