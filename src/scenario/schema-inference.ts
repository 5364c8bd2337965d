/** Inference: demand by class and region, the served model, and how chips are shared. */
import { z } from "zod";
import { isoHour } from "./iso-hour.ts";
import { POLICY_IDS } from "../sharing/index.ts";
import { isoDate, quantity } from "./quantity.ts";
import { AccessChoice, AccessPath, Customers, Growth, Shares } from "./schema-demand.ts";
import { id, share } from "./schema-parts.ts";
import { servedOverrides, servedShape } from "./schema-serving.ts";

const Price = z.strictObject({
  inputUsdPerMtok: quantity("USD/Mtoken", { min: 0, max: 1e6 }),
  outputUsdPerMtok: quantity("USD/Mtoken", { min: 0, max: 1e6 }),
  cacheWrite: quantity("1", { min: 0, max: 10 })
    .default(1.25)
    .describe("Of the input price: a token that is not in the prefix cache, and goes into it."),
  cacheRead: quantity("1", { min: 0, max: 10 })
    .default(0.1)
    .describe("Of the input price: a token found in the cache."),
  batch: quantity("1", { min: 0, max: 1 })
    .default(0.5)
    .describe("Of the whole: requests of classes that may wait."),
});

export const DemandClass = z.strictObject({
  name: z.string().optional(),
  share: share().describe("Part of output tokens."),
  profile: id.describe("Hourly weekday profile of the catalogue."),
  tokenMix: id.describe("Token mix of the catalogue: input and output tokens, prefix-cache hits."),
  weekendFactor: quantity("1", { min: 0, max: 10 })
    .optional()
    .describe("Weekend over weekday; absent: the profile's."),
  growth: Growth.optional().describe("Its own; absent: that of all demand."),
  sloClass: id.optional().describe("SLO class of the catalogue; absent: inference.sloClass."),
  regions: Shares.describe("Its parts by region; absent: the regions' shares."),
  models: Shares.describe(
    "Its parts by served model on the first day, `main` the first; absent: all on that.",
  ),
  burst: quantity("1", { min: 0, max: 100 })
    .optional()
    .describe(
      "Deviation of the requests of a minute over their mean, of all of the class in a region; absent: 0.05. A token mix's is that of one small service, and customers average out.",
    ),
  newSessionShare: share()
    .default(1)
    .describe(
      "Part of its traffic whose sessions may begin away from home; the rest has its prompt cache at home.",
    ),
  waitHours: quantity("h", { min: 0, max: 168 })
    .default(0)
    .describe(
      "Its requests may wait so long for a chip (batch); 0: what is not served at once is turned away.",
    ),
  patienceSeconds: quantity("s", { min: 0, max: 3600 })
    .default(0)
    .describe("Where more comes than is served, whoever would wait longer is turned away; 0: at once."),
});

export const DemandRegion = z.strictObject({
  name: z.string().optional(),
  share: share(),
  origin: id.describe("Region of the catalogue from which latency is counted."),
  shiftHours: z
    .number()
    .int()
    .min(-23)
    .max(23)
    .default(0)
    .describe("The profile runs so many hours later here."),
  localTime: z
    .boolean()
    .optional()
    .describe("Profiles run by this region's clock; one of the whole world stays as it is."),
  keepsData: share().default(0).describe("Part of its demand that may not be served outside its home."),
  illustrative: z.boolean().default(false),
});

const ServedModel = z
  .strictObject({
    name: z.string().optional(),
    llm: id.describe("Served model of the catalogue."),
    ...servedOverrides,
    from: isoDate.optional().describe("Day of its release; with releasedBy: not before it."),
    releasedBy: z
      .strictObject({ campaign: id, run: z.number().int().min(1).max(1000).default(1) })
      .optional()
      .describe("The run of a training campaign that makes it: released when that ends."),
    rampDays: quantity("days", { min: 0, max: 3650 })
      .default(0)
      .describe("Traffic moves to it in a straight line over so long."),
    adoption: share().default(1).describe("Part of the traffic there is that moves to it."),
    classes: z.array(id).optional().describe("Classes that move to it; absent: all."),
    replaces: z
      .array(id)
      .optional()
      .describe("Served models whose traffic moves to it, `main` the first; absent: all."),
    price: Price.optional(),
  })
  .describe(
    "A further served model. Traffic moves to each in the order they are listed; what it does not state is the first model's, but no price.",
  );

const Routing = z
  .strictObject({
    spill: z
      .enum(["none", "slo", "any"])
      .default("slo")
      .describe("Demand leaves its home: never, where its latency still meets the SLO class, or always."),
  })
  .describe(
    "Home first: pools on the continent of the nearest chips. Then, if allowed, elsewhere: new sessions, sessions without their cache, batch. Absent: all pools alike, nearest first.",
  );

const Latency = z
  .strictObject({
    imbalance: quantity("1", { min: 0, max: 10 })
      .default(0.05)
      .describe("Deviation of the instances' shares of a pool's load over their mean."),
  })
  .describe("Time to the first token and time a token are worked out hour by hour. Absent: they are not.");

const Autoscaler = z
  .strictObject({
    leadMinutes: quantity("minutes", { min: 0, max: 1440 })
      .default(10)
      .describe("A replica asked for serves after so long: chips, weights, warm-up."),
    foresightHours: z
      .number()
      .int()
      .min(0)
      .max(24)
      .default(0)
      .describe("Scales for the most demand so far ahead."),
    holdHours: z
      .number()
      .int()
      .min(0)
      .max(24)
      .default(0)
      .describe("Replicas stay so long after they were needed."),
  })
  .describe("Absent: replicas follow each hour's demand at once.");

export const Inference = z.strictObject({
  llm: id.describe("Served model of the catalogue."),
  ...servedShape,
  derate: z
    .strictObject({
      production: share().describe(
        "Whole-day production rate over the roofline's: partial load and headroom, repairs, uneven experts and prompts, slack.",
      ),
      containsHeadroom: share().describe(
        "What of it is headroom and partial load, taken out: the ledger counts that.",
      ),
      containsRepairs: share().describe(
        "What of it is machines in repair, taken out: the ledger counts that.",
      ),
    })
    .describe("Factors between roofline and production, each stated once."),
  utilisationCap: share().default(0.85).describe("The autoscaler keeps replicas for demand over this."),
  from: isoDate.describe("First day of demand."),
  rampDays: quantity("days", { min: 0, max: 3650 })
    .default(0)
    .describe("Traffic moves in over so many days from then, in a straight line."),
  outputTokensPerSecond: quantity("tokens/s", { min: 0, max: 1e15 })
    .optional()
    .describe("Weekly mean on the first day, before the ramp."),
  firstMonthUtilisation: share()
    .optional()
    .describe(
      "Instead: demand keeps this part of the chips busy that training has no share of, in the first 30 days.",
    ),
  softwareRamp: z
    .strictObject({
      initial: share().describe("Serving rate at a chip's launch as a share of the mature one."),
      months: quantity("months", { min: 0.01, max: 60 }).describe("Time constant of the approach."),
    })
    .optional()
    .describe(
      "rate(t) = 1 - (1 - initial) exp(-t / months), t since the chip's availability. Absent: mature.",
    ),
  computePerToken: z
    .strictObject({
      perYear: quantity("1/year", { min: 0.01, max: 10 }).describe(
        "Factor a year on the chip time of a token.",
      ),
      floor: share().default(0.01).describe("It never falls below this part of the first day's."),
    })
    .optional()
    .describe("Better algorithms: a token costs less chip time as the years go. Absent: constant."),
  priceElasticity: quantity("1", { min: 0, max: 5 })
    .default(0)
    .describe(
      "Demand grows by the price of a token to minus this power; the price follows compute per token.",
    ),
  scale: quantity("1", { min: 0, max: 1000 }).default(1).describe("Multiplies demand at every date."),
  growth: Growth,
  models: z.record(id, ServedModel).default({}),
  price: Price.optional().describe("List price of the first model."),
  routing: Routing.optional(),
  latency: Latency.optional(),
  autoscaler: Autoscaler.optional(),
  classes: z.record(id, DemandClass),
  regions: z.record(id, DemandRegion),
  customers: z
    .record(id, Customers)
    .optional()
    .describe("Demand counted by the customer; each makes a class of this id beside those of `classes`."),
  accessPaths: z
    .record(id, AccessPath)
    .optional()
    .describe("Paths of the catalogue by which customers come, by a logit; absent: all come straight here."),
  accessChoice: AccessChoice.optional(),
  hourly: z
    .array(z.strictObject({ start: isoHour, region: id, class: id, tokensPerSecond: z.number().min(0) }))
    .max(2_000_000)
    .optional()
    .describe("Measured hourly demand (from CSV) that replaces profile and growth where given."),
  hourlyGaps: z
    .enum(["fail", "interpolate", "profile"])
    .optional()
    .describe(
      "Hours missing inside a series: a fault (the default), a straight line between neighbours, or the profile.",
    ),
});

export const Sharing = z.strictObject({
  policy: z.enum(POLICY_IDS).default("inference-first"),
  trainingShare: share()
    .default(0.35)
    .describe(
      "partition, training-floor, harvest: part of each pool that is training's first, where training may run.",
    ),
  harvest: z
    .strictObject({
      reserve: share().default(0.1).describe("Kept free over the most demand ahead."),
      lookAheadHours: z.number().int().min(0).max(24).default(1),
    })
    .default({ reserve: 0.1, lookAheadHours: 1 })
    .describe(
      "harvest: training may take what serving does not need within the look-ahead, but for a reserve.",
    ),
  switchMinutes: quantity("minutes", { min: 0, max: 1440 })
    .default(10)
    .describe("Chips taken from training load weights for so long."),
  growStep: share()
    .default(0.1)
    .describe("A running job grows only by at least this part of its size: growing costs a restart."),
});
