/**
 * The shape of everything under models/ but scenarios. One JSON file holds one entry; its `kind` says which.
 * What nobody publishes is an absent field: whoever needs it says so, and does not guess.
 */
import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { checkSource, isoDate as day, provenance, sourced } from "./quantity.ts";

const id = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, "must be lower case words joined by - or .");
const name = z.string().min(1);
const notes = z.array(z.string().min(1)).optional();

/** A day, month, quarter, half or year, as exactly as it is known: 2025-12-02, 2022-11, 2027-Q1, 2027-H2, 2028. */
export const CalendarDate = z
  .string()
  .regex(
    /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-Q[1-4]|-H[12])?$/,
    "must be YYYY[-MM[-DD]], YYYY-Qn or YYYY-Hn",
  );

/** A date with its source; `low` and `high` are the early and the late date. */
export const DatedFact = z
  .strictObject({
    date: CalendarDate,
    low: CalendarDate.optional(),
    high: CalendarDate.optional(),
    ...provenance,
  })
  .check(checkSource);

/** Numbers that share one unit and one source, by key. */
const table = <Values extends z.ZodType>(unit: string, values: Values) =>
  z.strictObject({ unit: z.literal(unit), ...provenance, values }).check(checkSource);

const tflops = sourced("TFLOPS", { min: 0 });

/** Source of a number or date of a projected chip that its `projection` works out anew for each run. */
export const PROJECTED = "projected";

/**
 * A chip nobody has announced: what `from` is, times the gain per IT watt once a generation at the watts of
 * `from`, and later by the cadence. Fields whose source is PROJECTED follow; a field with another source stands.
 */
export const Projection = z.strictObject({
  from: id,
  generations: z.int().min(1).max(10),
  /** Of each generation over the one before. */
  gainPerWatt: sourced("of the generation before", { min: 0.1, max: 100 }),
  cadenceMonths: sourced("months", { min: 1, max: 120 }),
});

const ofPeak = sourced("share of peak", { min: 0.001, max: 1 });

/** What serving software makes of a chip. Absent fields are the constants fitted on measured deployments. */
export const ServingBlock = z.strictObject({
  /** Share of memory bandwidth at which weights and cache are read. */
  bandwidthShare: sourced("share of bandwidth", { min: 0.001, max: 1 }).optional(),
  /** Share of peak arithmetic in decode, in prefill, and in prefill whose matrix products are fp4. */
  decodeShare: ofPeak.optional(),
  prefillShare: ofPeak.optional(),
  prefillShareFp4: ofPeak.optional(),
  /** Part of the experts' exchange hidden behind arithmetic. */
  exchangeOverlap: sourced("share", { min: 0, max: 1 }).optional(),
  /** Overhead per layer of a decode step. */
  layerMicroseconds: sourced("us", { min: 0, max: 10_000 }).optional(),
  /** Measured deployments among those the constants were fitted on. Absent: rates at large batch are a prediction. */
  deployments: sourced("deployments", { min: 1, integer: true }).optional(),
});

/** One accelerator package. Dense peak rates only. */
export const Chip = z.strictObject({
  kind: z.literal("chip"),
  id,
  name,
  vendor: name,
  announced: DatedFact.optional(),
  available: DatedFact.optional(),
  /** Dense peak by number format. A format the chip lacks, or nobody states, is absent. */
  peakTflops: z.strictObject({ bf16: tflops.optional(), fp8: tflops.optional(), fp4: tflops.optional() }),
  hbm: sourced(["GB", "GiB"], { min: 0 }),
  hbmTbPerS: sourced("TB/s", { min: 0 }),
  /** The package alone. Never use it to size a site: see allInWatts. */
  tdpWatts: sourced("W", { min: 0 }).optional(),
  /** IT watts per chip with its share of host, scale-up and scale-out. */
  allInWatts: sourced("W", { min: 0 }).optional(),
  /** Scale-up bandwidth per chip. */
  link: sourced(["GB/s", "GiB/s"], { min: 0 }).optional(),
  /** Per-chip link bandwidth of the mixture-of-experts all-to-all in the serving roofline. */
  a2aGbPerS: sourced("GB/s", { min: 0 }).optional(),
  serving: ServingBlock.optional(),
  purchaseUsd: sourced("USD", { min: 0 }).optional(),
  listUsdPerChipHour: sourced("USD/chip-h", { min: 0 }).optional(),
  projection: Projection.optional(),
  notes,
});

/** What a vendor says a system does better than another. Shown beside what the model finds; never an input. */
export const Claim = z.strictObject({
  measure: z.enum(["output tokens per MW", "performance per watt", "performance", "memory bandwidth"]),
  /** The other system. */
  than: id,
  factor: sourced("times", { min: 0 }),
});

/** A server or UltraServer: the unit in which chips are placed. */
export const System = z.strictObject({
  kind: z.literal("system"),
  id,
  name,
  chip: id,
  /** Chips, servers and racks of one system. */
  chips: sourced("chips", { min: 1, integer: true }),
  hosts: sourced("hosts", { min: 1, integer: true }).optional(),
  racks: sourced("racks", { min: 1, integer: true }).optional(),
  /** IT power of the whole system, and of each of its racks. */
  systemKw: sourced("kW", { min: 0 }).optional(),
  rackKw: sourced("kW", { min: 0 }).optional(),
  cooling: z.enum(["air", "liquid"]).optional(),
  scaleUpDomainChips: sourced("chips", { min: 1, integer: true }),
  efaGbps: sourced("Gb/s", { min: 0 }).optional(),
  claims: z.array(Claim).min(1).optional(),
  notes,
});

/** What a kind of hall can cool, per rack. */
export const HallType = z.strictObject({
  kind: z.literal("hall-type"),
  id: z.enum(["air", "liquid"]),
  name,
  maxRackKw: sourced("kW", { min: 0 }),
});

export const CONTINENTS = ["americas", "europe", "asia", "oceania"] as const;

/** A cloud region, or a place priced and cooled like one. */
export const Region = z.strictObject({
  kind: z.literal("region"),
  id,
  name,
  continent: z.enum(CONTINENTS),
  /** Yearly mean, for energy; and worst hour, for gating capacity. */
  annualPue: sourced("IT W to facility W", { min: 1, max: 3 }),
  peakPue: sourced("IT W to facility W", { min: 1, max: 3 }),
  usdPerMwh: sourced("USD/MWh", { min: 0 }).optional(),
  gridGramsCo2PerKwh: sourced("gCO2/kWh", { min: 0 }).optional(),
  waterLitresPerKwh: sourced("L/kWh", { min: 0 }).optional(),
  /** Standard time, without daylight saving. */
  utcOffsetHours: z.number().min(-12).max(14),
  /** Round trip from here to each region; to itself it is the overhead of the measurement. */
  rttMs: table("ms", z.record(id, z.number().min(0))).optional(),
  /** Where no round trip is published: the region whose round trips stand in. */
  rttLike: z
    .strictObject({ region: id, ...provenance })
    .check(checkSource)
    .optional(),
  notes,
});

/** One dated row of a site. history: seen; estimated: live date inferred; forecast: dated after its source. */
export const SitePhase = z
  .strictObject({
    date: day,
    buildings: z.int().min(0),
    itMw: z.number().min(0),
    facilityMw: z.number().min(0),
    status: z.enum(["history", "estimated", "forecast"]),
    what: z.string().min(1),
    ...provenance,
  })
  .check(checkSource);

/** Power a utility has agreed to deliver, rising linearly from 0 at `start` to `mw` at `end`. */
export const UtilityContract = z.strictObject({
  party: name,
  start: day,
  end: day,
  shape: z.literal("linear"),
  mw: sourced("MW facility", { min: 0 }),
});

/** A campus. Building MW and utility MW are kept apart. */
export const Site = z.strictObject({
  kind: z.literal("site"),
  id,
  name,
  region: id,
  owner: name,
  user: z
    .strictObject({ name, ...provenance })
    .check(checkSource)
    .optional(),
  phases: z.array(SitePhase).min(1),
  utility: z.strictObject({
    /** Supply before the contracts: unknown, or taken as the building MW in service on a date. */
    existing: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("unknown") }),
      z.strictObject({ kind: z.literal("building-mw-on"), date: day, ...provenance }),
    ]),
    contracts: z.array(UtilityContract),
  }),
  usdPerMwh: sourced("USD/MWh", { min: 0 }).optional(),
  /** Chips somebody said were running, on a date. */
  sightings: z.array(z.strictObject({ date: day, chip: id, chips: sourced("chips", { min: 0 }) })).optional(),
  notes,
});

/** Cumulative chips of one kind, everywhere, by date. */
export const UnitSeries = z
  .strictObject({
    kind: z.literal("unit-series"),
    id,
    name,
    chip: id,
    unit: z.literal("chips, cumulative"),
    ...provenance,
    rows: z
      .array(
        z.strictObject({
          date: day,
          units: z.number().min(0),
          low: z.number().min(0),
          high: z.number().min(0),
        }),
      )
      .min(1),
  })
  .check(checkSource);

const params = sourced("parameters", { min: 0 });
const flopPerPair = sourced("FLOP/(token x context token)", { min: 0 });

/** A language model as the serving roofline sees it. A dense one has routedExpertParams 0, experts 1, topK 1. */
export const Llm = z.strictObject({
  kind: z.literal("llm"),
  id,
  name,
  params,
  activeParams: params,
  routedExpertParams: params,
  experts: sourced("experts", { min: 1, integer: true }),
  topK: sourced("experts", { min: 1, integer: true }),
  layers: sourced("layers", { min: 1, integer: true }),
  hidden: sourced("elements", { min: 1, integer: true }),
  kvElementsPerToken: sourced("elements/token", { min: 0 }),
  attnFlopPerTokenContext: flopPerPair,
  prefillAttnFlopPerTokenContext: flopPerPair,
  notes,
});

/** The hourly shape of demand over a weekday, and its weekend level. */
export const DemandProfile = z.strictObject({
  kind: z.literal("demand-profile"),
  id,
  name,
  /** The clock of the 24 multipliers: index 0 is 00:00 at this offset. */
  utcOffsetHours: z.number().min(-12).max(14),
  /** Local time of the people it was observed on, by which it can be moved to others; absent: of the whole world. */
  homeUtcOffsetHours: sourced("h from UTC", { min: -12, max: 14 }).optional(),
  weekday: table("of the weekday mean", z.array(z.number().min(0)).length(24)),
  /** Mean of a weekend day over mean of a weekday; absent where no weekend was observed. */
  weekendFactor: sourced("of the weekday mean", { min: 0 }).optional(),
  notes,
});

/** Mean tokens of a request, and the share of its input found in a prefix cache. */
export const TokenMix = z.strictObject({
  kind: z.literal("token-mix"),
  id,
  name,
  inputTokens: sourced("tokens/request", { min: 0 }),
  outputTokens: sourced("tokens/request", { min: 0 }),
  prefixHit: sourced("share of input tokens", { min: 0, max: 1 }),
  /** Of input tokens: median and 99th percentile. */
  inputP50: sourced("tokens/request", { min: 0 }).optional(),
  inputP99: sourced("tokens/request", { min: 0 }).optional(),
  /** Deviation of requests a minute over their mean, within an hour; of the gaps between requests over theirs. */
  minuteCv: sourced("1", { min: 0 }).optional(),
  arrivalCv: sourced("1", { min: 0 }).optional(),
  notes,
});

/** A kind of customer, counted by the customer: what one asks for, and how. */
export const Archetype = z.strictObject({
  kind: z.literal("archetype"),
  id,
  name,
  tokenMix: id,
  profile: id,
  sloClass: id,
  /** Of one customer, mean over the week. */
  requestsPerDay: sourced("requests/day", { min: 0 }),
  /** The rest go on with a session, whose prefix is cached where it was. */
  newSessionShare: sourced("share of requests", { min: 0, max: 1 }),
  notes,
});

/** A way to the same model: who sells it, at what price, and on whose chips it runs. */
export const AccessPath = z.strictObject({
  kind: z.literal("access-path"),
  id,
  name,
  /** own: any chip of the fleet; region-bound: it may not leave the customer's region; external: chips of others. */
  pool: z.enum(["own", "region-bound", "external"]),
  /** Cloud whose spending commitment it counts toward. */
  commitment: id.optional(),
  priceMultiplier: sourced("of the list price", { min: 0.01 }),
  /** On top, where data may not leave the region. */
  regionalPremium: sourced("of the list price", { min: 0 }).optional(),
  resellerShare: sourced("share of revenue", { min: 0, max: 1 }),
  /** Deviation of time to first token and of output speed from other paths: a random effect of mean 0. */
  ttftSd: sourced("s", { min: 0 }),
  speedSd: sourced("share", { min: 0 }),
  notes,
});

/** List prices of model tiers, and what changes them. */
export const PriceList = z.strictObject({
  kind: z.literal("price-list"),
  id,
  name,
  input: table("USD/M tokens", z.record(id, z.number().min(0))),
  output: table("USD/M tokens", z.record(id, z.number().min(0))),
  factors: table(
    "of the list price",
    z.strictObject({
      cacheWrite: z.number().min(0),
      cacheRead: z.number().min(0),
      batch: z.number().min(0),
      regional: z.number().min(0),
    }),
  ),
  notes,
});

/** What a class of requests is promised. */
export const SloClass = z.strictObject({
  kind: z.literal("slo-class"),
  id,
  name,
  ttftP99Seconds: sourced("s", { min: 0 }).optional(),
  tpotP99Ms: sourced("ms/token", { min: 0 }).optional(),
  completionHours: sourced("h", { min: 0 }).optional(),
  notes,
});

const perHour = sourced("1/h", { min: 0 });
const count = sourced("interruptions", { min: 0, integer: true });

/** Failure, repair and recovery, with the observation the hazards were computed from. */
export const Reliability = z.strictObject({
  kind: z.literal("reliability"),
  id,
  name,
  observed: z.strictObject({
    accelerators: sourced("accelerators", { min: 1 }),
    acceleratorsPerHost: sourced("accelerators/host", { min: 1 }),
    days: sourced("days", { min: 0 }),
    /** Unexpected interruptions by what failed, and planned ones. */
    chip: count,
    host: count,
    fabric: count,
    job: count,
    planned: count,
  }),
  /** All classes together, per 1,000 days of a 16-chip host: the range every hazard below scales with. */
  per1000HostDays: sourced("1/(1000 host-days)", { min: 0 }),
  hazards: z.strictObject({
    perChipHour: perHour,
    hostChips: z.int().min(1),
    perHostHour: perHour,
    ultraServerChips: z.int().min(1),
    perUltraServerFabricHour: perHour,
    perJobHour: perHour,
  }),
  repair: z.strictObject({
    autoHours: sourced("h", { min: 0 }),
    manualHours: sourced("h", { min: 0 }),
    escalateShare: sourced("share of repairs", { min: 0, max: 1 }),
    silentBadShare: sourced("share of repairs", { min: 0, max: 1 }),
  }),
  lemons: z.strictObject({
    share: sourced("share of hosts", { min: 0, max: 1 }),
    rate: sourced("of the usual rate", { min: 0 }),
  }),
  hotSpareShare: sourced("share of hosts", { min: 0, max: 1 }),
  detectMinutes: sourced("min", { min: 0 }),
  checkpointWriteSeconds: sourced("s", { min: 0 }),
  /** Minutes from detection to training again: linear between the dates, flat before and after. */
  recovery: z.array(z.strictObject({ date: day, minutes: sourced("min", { min: 0 }) })).min(1),
  notes,
});

const share = z.number().min(0).max(1);

/** Ledger states that draw power of their own, and what a serving chip may be doing. */
export const WATT_STATES = [
  "staged-no-hall",
  "staged-no-power",
  "burn-in",
  "site-outage",
  "maintenance",
  "repair",
  "stranded",
  "productive",
  "uncommitted",
  "checkpointing",
  "lost",
  "restarting",
  "stalled",
  "draining",
  "switching",
  "serving",
  "prefill",
  "decode",
  "headroom",
  "standby",
  "idle-no-demand",
  "idle-no-fit",
  "idle-policy",
] as const;

/**
 * Power of a chip in each state as a share of its all-in nameplate. A power-capped chip draws its state's
 * share times the cap, so that state has no share of its own.
 */
export const WattsByState = z.strictObject({
  kind: z.literal("watts-by-state"),
  id,
  name,
  shares: table("of all-in nameplate W", z.record(z.enum(WATT_STATES), share)),
  notes,
});

/** Any file under models/ but scenarios. */
export const CatalogueEntry = z.discriminatedUnion("kind", [
  Chip,
  System,
  HallType,
  Region,
  Site,
  UnitSeries,
  Llm,
  DemandProfile,
  TokenMix,
  SloClass,
  Archetype,
  AccessPath,
  PriceList,
  Reliability,
  WattsByState,
]);

export type Chip = DeepReadonly<z.infer<typeof Chip>>;
export type Projection = DeepReadonly<z.infer<typeof Projection>>;
export type Claim = DeepReadonly<z.infer<typeof Claim>>;
export type System = DeepReadonly<z.infer<typeof System>>;
export type HallType = DeepReadonly<z.infer<typeof HallType>>;
export type Region = DeepReadonly<z.infer<typeof Region>>;
export type SitePhase = DeepReadonly<z.infer<typeof SitePhase>>;
export type UtilityContract = DeepReadonly<z.infer<typeof UtilityContract>>;
export type Site = DeepReadonly<z.infer<typeof Site>>;
export type UnitSeries = DeepReadonly<z.infer<typeof UnitSeries>>;
export type Llm = DeepReadonly<z.infer<typeof Llm>>;
export type DemandProfile = DeepReadonly<z.infer<typeof DemandProfile>>;
export type TokenMix = DeepReadonly<z.infer<typeof TokenMix>>;
export type Archetype = DeepReadonly<z.infer<typeof Archetype>>;
export type AccessPath = DeepReadonly<z.infer<typeof AccessPath>>;
export type PriceList = DeepReadonly<z.infer<typeof PriceList>>;
export type SloClass = DeepReadonly<z.infer<typeof SloClass>>;
export type Reliability = DeepReadonly<z.infer<typeof Reliability>>;
export type WattsByState = DeepReadonly<z.infer<typeof WattsByState>>;
export type DatedFact = DeepReadonly<z.infer<typeof DatedFact>>;
export type CatalogueEntry = DeepReadonly<z.infer<typeof CatalogueEntry>>;
export type WattState = keyof WattsByState["shares"]["values"];
