/**
 * What `five-gigawatts` is to be filled with, parameter by parameter: path in the scenario (or below `catalogue`), value,
 * range and confidence. Parameters are named as in the list of fills.
 */
export interface Fill {
  readonly path: string;
  readonly value: unknown;
  readonly low?: number;
  readonly high?: number;
  readonly confidence?: string;
}
const fill = (path: string, value: unknown, confidence?: string, low?: number, high?: number): Fill => ({
  path,
  value,
  ...(confidence === undefined ? {} : { confidence }),
  ...(low === undefined ? {} : { low }),
  ...(high === undefined ? {} : { high }),
});

const QUARTERS = [15_000, 30_000, 80_000, 190_000, 210_000, 250_000, 290_000, 335_000];
const ramp = (chip: string): readonly Fill[] =>
  QUARTERS.map((units, i) => fill(`chipSupply.ramps.${chip}.quarterlyChips.${i}`, units, "estimated"));
const site = (id: string, phase: string, mw: number): Fill =>
  fill(`sites.${id}.phases.${phase}.itMw`, mw, "estimated");

export const ROWS: Readonly<Record<string, readonly Fill[]>> = {
  "basis of 5 GW": [
    fill("agreement.basis", "facility"),
    fill("agreement.capacityMw", 5000, "published"),
    fill("levers.basis.choices.0.value", "facility"),
    fill("levers.basis.choices.1.value", "it"),
  ],
  // 2,310 + 819 + 1,008 MW facility are 1,925 + 683 + 840 MW IT at a peak PUE of 1.20.
  "US path": [
    site("new-carlisle", "bldg-19-32", 1925),
    site("madison", "bldg-6-12", 683),
    site("ridgeland", "bldg-5-14", 840),
    fill("construction.slip.kind", "exponential"),
    fill("construction.slip.meanMonths", 4, "assumed", 0, 12),
  ],
  "the last ~860 MW, Europe and Asia": [
    fill("agreement.residual.us-further", 0.6, "assumed"),
    fill("agreement.residual.europe", 0.25, "assumed"),
    fill("agreement.residual.asia", 0.15, "assumed"),
    fill("sites.europe.illustrative", true),
    fill("sites.asia.illustrative", true),
    fill("sites.us-further.illustrative", true),
  ],
  "deliveries of Trainium3, 4, later": [
    fill("levers.supply-mode.choices.0.value", "ramps"),
    fill("levers.supply-mode.choices.1.value", "power-filled"),
    ...["trainium3", "trainium4", "trainium5", "trainium6"].flatMap(ramp),
    fill("chipSupply.scale", 1, "assumed", 0.5, 2),
  ],
  Trainium4: [
    fill("catalogue.chips.trainium4.peakTflops.fp8", 7551, "derived"),
    fill("catalogue.chips.trainium4.hbm", 288, "derived"),
    fill("catalogue.chips.trainium4.hbmTbPerS", 19.6, "derived"),
    fill("catalogue.chips.trainium4.allInWatts", 1900, "assumed", 1500, 2300),
    fill("catalogue.systems.trn4-ultraserver.chips", 144),
  ],
  "two later generations": [
    fill("projection.cadenceMonths", 24, "assumed", 18, 30),
    fill("projection.gainPerWatt", 1.73, "assumed", 1, 2.47),
  ],
  "hall types": [
    fill("catalogue.hallTypes.air.maxRackKw", 40),
    fill("catalogue.hallTypes.liquid.maxRackKw", 90),
    fill("fleet.refresh.retrofitMonths", 4, "assumed", 2, 6),
  ],
  refresh: [fill("fleet.refresh.ageYears", 5, "assumed")],
  orders: [fill("deliveries.newest.leadTimeDays", 180, "assumed")],
  "training share and campaigns": [
    fill("training.share", 0.35, "assumed", 0.25, 0.5),
    fill("sharing.trainingShare", 0.35, "assumed", 0.25, 0.5),
    fill("training.campaigns.frontier.plannedDays", 100, "assumed", 90, 120),
    fill("training.campaigns.frontier.ettrFloor", 0.8, "assumed"),
    fill("reliability.recoveryMinutes.2026-01-01", 2, "assumed"),
  ],
  MFU: [
    fill("training.campaigns.frontier.mfu", 0.43, "estimated", 0.35, 0.6),
    fill("training.campaigns.experts-a.mfu", 0.3, "estimated", 0.2, 0.4),
    fill("training.softwareRamp.initial", 0.4, "estimated"),
    fill("training.softwareRamp.months", 3, "estimated", 2, 4),
  ],
  "served model": [fill("inference.llm", "deepseek-v3"), fill("inference.modelScale", 1, "assumed")],
  "demand at the start": [fill("inference.firstMonthUtilisation", 0.7, "assumed")],
  growth: [
    fill("inference.growth.perYear", 5, "assumed"),
    fill("inference.growth.finalPerYear", 1.25, "assumed"),
    fill("inference.growth.decayYears", 2, "assumed", 1, 3),
    fill("inference.computePerToken.perYear", 0.42, "assumed"),
    fill("inference.priceElasticity", 0.3, "assumed"),
  ],
  "class mix, token mix, cache hits": [
    fill("inference.classes.chat.share", 0.35, "assumed"),
    fill("inference.classes.agents.share", 0.25, "assumed"),
    fill("catalogue.tokenMixes.chat.prefixHit", 0.4),
    fill("catalogue.tokenMixes.coding-agent.prefixHit", 0.85),
  ],
  "peak PUE": [
    fill("catalogue.regions.us-east-2.peakPue", 1.2),
    fill("catalogue.regions.eu-central-1.peakPue", 1.42, "assumed"),
    fill("catalogue.regions.us-east-1.peakPue", 1.22, "assumed"),
    fill("catalogue.regions.ap-southeast-4.peakPue", 1.2, "assumed"),
  ],
  "$/MWh for regions without a figure": [
    fill("catalogue.regions.eu-north-1.usdPerMwh", 90, "assumed"),
    fill("catalogue.regions.eu-south-2.usdPerMwh", 130, "assumed"),
    fill("catalogue.regions.ap-southeast-4.usdPerMwh", 130, "assumed", 110, 150),
  ],
  "all-in watts of Trainium1, Inferentia2": [
    fill("catalogue.chips.trainium1.allInWatts", 560, "assumed"),
    fill("catalogue.chips.inferentia2.allInWatts", 300, "assumed"),
  ],
  "carbon, water": [
    fill("catalogue.regions.eu-north-1.gridGramsCo2PerKwh.confidence", "reported"),
    fill("catalogue.regions.eu-north-1.waterLitresPerKwh.confidence", "reported"),
  ],
  "contract price": [fill("money.contract.usdPerGwYear", 8.5e9, "derived", 7e9, 10e9)],
  "discount rate, real or nominal": [
    fill("money.discount.perYear", 0.08, "assumed"),
    fill("money.discount.basis", "nominal"),
  ],
  "other tenants": [
    fill("chipSupply.claims.openai.facilityMw", 2000, "published"),
    fill("chipSupply.claims.openai.from", "2027-01-01"),
    fill("chipSupply.claims.openai.part", 0, "assumed"),
  ],
  commitment: [
    fill("money.customer", "anthropic"),
    fill("money.commitment.payer", "anthropic"),
    fill("money.commitment.payee", "amazon"),
    fill("money.commitment.totalUsd", 100e9, "published"),
    fill("money.commitment.start", "2026-04-20"),
    fill("money.commitment.years", 10, "published"),
    fill("money.commitment.trueUp", "cumulative"),
    fill("money.commitment.counts.serving", true),
  ],
  investment: [
    fill("money.investment.upToUsd", 25e9, "published"),
    fill("money.investment.earlierUsd", 8e9, "published"),
    fill("money.investment.tranches.signing.usd", 5e9, "published"),
    fill("money.investment.tranches.signing.at", "2026-04-20"),
    fill("money.investment.tranches.further.usd", 20e9, "published"),
    fill("money.investment.tranches.further.when", undefined),
  ],
  "capital and upkeep": [
    fill("catalogue.chips.trainium2.purchaseUsd", 9000, "assumed", 6000, 15_000),
    fill("catalogue.chips.trainium3.purchaseUsd", 17_000, "assumed", 11_000, 25_000),
    fill("catalogue.chips.trainium4.purchaseUsd", 28_000, "assumed", 18_000, 45_000),
    fill("money.costs.chipLifeYears", 5, "published"),
    fill("money.costs.buildingUsdPerMw", 11.8e6, "estimated", 6e6, 15e6),
    fill("money.costs.buildingLifeYears", 17, "estimated", 14, 20),
    fill("money.costs.upkeepUsdPerMwYear", 300_000, "estimated"),
    fill("fleet.refresh.retrofitUsdPerMw", 2e6, "assumed", 0.8e6, 6e6),
  ],
};
