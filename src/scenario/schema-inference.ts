/** Inference: demand by class and region, the served model, and how chips are shared. */
import { z } from "zod";
import { isoHour } from "./iso-hour.ts";
import { POLICY_IDS } from "../sharing/index.ts";
import { isoDate, quantity } from "./quantity.ts";
import { id, share } from "./schema-parts.ts";
import { servedShape } from "./schema-serving.ts";

export const DemandClass = z.strictObject({
  name: z.string().optional(),
  share: share().describe("Part of output tokens."),
  profile: id.describe("Hourly weekday profile of the catalogue."),
  tokenMix: id.describe("Token mix of the catalogue: input and output tokens, prefix-cache hits."),
  weekendFactor: quantity("1", { min: 0, max: 10 })
    .optional()
    .describe("Weekend over weekday; absent: the profile's."),
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
  illustrative: z.boolean().default(false),
});

export const Inference = z.strictObject({
  llm: id.describe("Served model of the catalogue."),
  ...servedShape,
  derate: z
    .strictObject({
      production: share().describe("Whole-day production rate over the roofline's."),
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
  growth: z.strictObject({
    perYear: quantity("1/year", { min: 0.01, max: 1000 }).describe("Factor a year at first."),
    finalPerYear: quantity("1/year", { min: 0.01, max: 1000 }).describe("Factor a year in the long run."),
    decayYears: quantity("years", { min: 0.01, max: 100 }).describe("Time constant between the two."),
  }),
  classes: z.record(id, DemandClass),
  regions: z.record(id, DemandRegion),
  hourly: z
    .array(z.strictObject({ start: isoHour, region: id, class: id, tokensPerSecond: z.number().min(0) }))
    .max(2_000_000)
    .optional()
    .describe("Measured hourly demand (from CSV) that replaces profile and growth where given."),
});

export const Sharing = z.strictObject({
  policy: z.enum(POLICY_IDS).default("inference-first"),
  trainingShare: share()
    .default(0.35)
    .describe(
      "partition, training-floor: part of each pool that is training's first, where training may run.",
    ),
  switchMinutes: quantity("minutes", { min: 0, max: 1440 })
    .default(10)
    .describe("Chips taken from training load weights for so long."),
  growStep: share()
    .default(0.1)
    .describe("A running job grows only by at least this part of its size: growing costs a restart."),
});
