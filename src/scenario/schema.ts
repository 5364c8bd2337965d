/**
 * The scenario: the only source of shape, limits, units, defaults and documentation of what a user may
 * write. Everything a person edits is keyed by id, so that a patch or `--set` reaches one of them.
 */
import { z } from "zod";
import { isoHour } from "./iso-hour.ts";
import { POLICY_IDS } from "../scheduling/index.ts";
import { isoDate, quantity } from "./quantity.ts";

const id = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "must be lower-case letters, digits, dots and dashes");
const share = (): ReturnType<typeof quantity> => quantity("share", { min: 0, max: 1 });
const text = z.string().max(4000);

export const Slip = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("none") }),
    z.strictObject({ kind: z.literal("fixed"), months: quantity("months", { min: 0, max: 120 }) }),
    z.strictObject({ kind: z.literal("exponential"), meanMonths: quantity("months", { min: 0, max: 120 }) }),
    z.strictObject({
      kind: z.literal("lognormal"),
      medianMonths: quantity("months", { min: 0, max: 240 }),
      sigma: quantity("1", { min: 0, max: 3 }),
    }),
  ])
  .describe("Delay after the planned date, drawn once per phase or delivery when the scenario is compiled.");

export const Phase = z.strictObject({
  date: isoDate.describe("Planned date on which the building MW stand ready."),
  itMw: quantity("MW IT", { min: 0, max: 100_000 }).describe(
    "Building capacity from then on, cumulative, all tenants.",
  ),
  hall: z.enum(["air", "liquid"]).default("air").describe("Cooling of the MW this phase adds."),
  slip: Slip.optional(),
  note: text.optional(),
});

export const Supply = z.strictObject({
  from: isoDate,
  mw: quantity("MW facility", { min: 0, max: 100_000 }),
  rampUntil: isoDate
    .optional()
    .describe("The supply rises in a straight line from 0 at `from` to `mw` at this date."),
  note: text.optional(),
});

export const Site = z.strictObject({
  name: z.string().optional(),
  region: id.describe("Region of the catalogue: PUE, energy price, latency."),
  tenancyShare: share().default(1).describe("Part of the site's power and halls that is ours."),
  phases: z.record(id, Phase).describe("Building capacity by date."),
  utility: z
    .record(id, Supply)
    .optional()
    .describe("Utility supplies, added up. Absent: not known, does not bind and is drawn hatched."),
  curtailments: z
    .record(id, z.strictObject({ from: isoDate, to: isoDate, mw: quantity("MW facility", { min: 0 }) }))
    .default({})
    .describe("Power the utility takes back between two dates."),
  buildingItMw: quantity("MW IT", { min: 0.1, max: 2000 })
    .default(57)
    .describe("Size of one building; a job that fits in one pays no network factor."),
  peakPue: quantity("1", { min: 1, max: 3 }).optional(),
  annualPue: quantity("1", { min: 1, max: 3 }).optional(),
  illustrative: z.boolean().default(false),
});

const deliveryBase = {
  system: id.describe("UltraServer or server of the catalogue."),
  slip: Slip.optional(),
  note: text.optional(),
};
const chips = quantity("chips", { min: 1, max: 1e8 });

export const Delivery = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("batch"), site: id, date: isoDate, chips, ...deliveryBase }),
  z.strictObject({
    kind: z.literal("ramp"),
    site: id,
    from: isoDate,
    to: isoDate,
    everyDays: quantity("days", { min: 1, max: 366 }).default(7),
    chips,
    ...deliveryBase,
  }),
  z.strictObject({
    kind: z.literal("order"),
    site: id,
    ordered: isoDate,
    leadTimeDays: quantity("days", { min: 0, max: 3650 }),
    chips,
    ...deliveryBase,
  }),
  z.strictObject({
    kind: z.literal("fill"),
    sites: z.array(id).min(1).optional().describe("Absent: every site."),
    halls: z.enum(["air", "liquid"]).optional().describe("Absent: every hall the system fits."),
    phasesFrom: isoDate.optional().describe("Only phases planned on or after this date."),
    phasesUntil: isoDate.optional().describe("Only phases planned before this date."),
    months: quantity("months", { min: 0, max: 60 })
      .default(3)
      .describe("A hall is filled over so many months."),
    share: share().default(0.92).describe("Part of the hall's MW that is filled."),
    ...deliveryBase,
  }),
]);

export const Hazards = z.strictObject({
  chipPerHour: quantity("1/chip-hour", { min: 0, max: 1 }),
  hostPerHour: quantity("1/host-hour", { min: 0, max: 1 }).describe(
    "Per 16 chips; scaled to the host's size.",
  ),
  fabricPerHour: quantity("1/UltraServer-hour", { min: 0, max: 1 }).describe(
    "Per 64 chips; scaled to the system.",
  ),
  jobPerHour: quantity("1/job-hour", { min: 0, max: 10 }).describe(
    "Software: stops one job, breaks no chip.",
  ),
});

export const Reliability = z.strictObject({
  hazards: Hazards,
  multiplier: quantity("1", { min: 0, max: 100 }).default(1).describe("Scales every hazard."),
  repair: z.strictObject({
    autoHours: quantity("hours", { min: 0.01, max: 8760 }),
    manualHours: quantity("hours", { min: 0.01, max: 8760 }),
    manualShare: share().describe("Part of repairs that go on to a person after the automatic attempt."),
    fabricHours: quantity("hours", { min: 0.01, max: 8760 }),
  }),
  recoveryMinutes: z
    .record(isoDate, quantity("minutes", { min: 0, max: 1440 }))
    .describe("Detection and restart of a job, by date; straight line between, flat outside."),
  restartsCanFail: z.boolean().default(true).describe("A failure during a restart begins it again."),
});

export const Distribution = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("constant"), value: quantity("", { min: 0 }) }),
  z.strictObject({
    kind: z.literal("uniform"),
    low: quantity("", { min: 0 }),
    high: quantity("", { min: 0 }),
  }),
  z
    .strictObject({
      kind: z.literal("lognormal"),
      p5: quantity("", { min: 1e-9 }),
      p95: quantity("", { min: 1e-9 }),
    })
    .describe("Clipped to its 5th and 95th percentile."),
]);

export const Checkpoint = z.strictObject({
  writeSeconds: quantity("s", { min: 0, max: 7200 }).default(10),
  interval: z
    .union([z.literal("optimum"), quantity("s", { min: 1, max: 1e6 })])
    .default("optimum")
    .describe("Seconds of work between two checkpoints; optimum: the exact one for the gang's failure rate."),
});

const jobBase = {
  sites: z.array(id).min(1).optional().describe("Allowed sites, first choice first; absent: any."),
  systems: z.array(id).min(1).optional().describe("Allowed systems; absent: any."),
  precision: z.enum(["bf16", "fp8"]).default("fp8"),
  mfu: quantity("1", { min: 0.001, max: 1 }).describe("Model FLOPs utilisation once the software is mature."),
  checkpoint: Checkpoint.default({ writeSeconds: 10, interval: "optimum" }),
  priority: z.number().int().min(0).max(100).default(1).describe("Higher keeps its chips longer."),
  preemptible: z.boolean().default(true).describe("May inference take its chips?"),
};

export const Campaign = z
  .strictObject({
    name: z.string().optional(),
    start: isoDate.describe("Earliest start."),
    maxChips: chips.optional(),
    maxShare: share().optional().describe("Instead of maxChips: part of the chips in service at its start."),
    minChips: chips.optional(),
    minShareOfMax: share().optional().describe("Instead of minChips; absent: fixed size."),
    flops: quantity("FLOP", { min: 1, max: 1e33 }).optional().describe("Work to do."),
    days: quantity("days", { min: 0.001, max: 3650 })
      .optional()
      .describe("Instead of flops: days of undisturbed work on its maximum of chips."),
    deadline: isoDate.optional(),
    deadlineDays: quantity("days", { min: 0.001, max: 3650 })
      .optional()
      .describe("Instead of deadline: after its start."),
    repeatAfterDays: quantity("days", { min: 0, max: 3650 })
      .optional()
      .describe("A next run of the same kind begins so long after this one ends."),
    ...jobBase,
  })
  .describe("A training run: one gang on whole UltraServers of one generation at one site.");

export const Stream = z
  .strictObject({
    name: z.string().optional(),
    from: isoDate.optional(),
    until: isoDate.optional(),
    perDay: quantity("jobs/day", { min: 0, max: 1e6 }).describe("Poisson arrivals."),
    chips: Distribution.describe(
      "Chips a job asks for; rounded up to whole hosts, above one UltraServer to whole UltraServers.",
    ),
    days: Distribution.describe("Days of undisturbed work."),
    ...jobBase,
  })
  .describe("A stream of smaller jobs.");

export const Training = z.strictObject({
  campaigns: z.record(id, Campaign).default({}),
  streams: z.record(id, Stream).default({}),
  campusMfuFactor: quantity("1", { min: 0.01, max: 1 })
    .default(0.97)
    .describe("Factor on MFU when a job is larger than one building."),
  softwareRamp: z
    .strictObject({
      initial: share().describe("Efficiency at a chip's launch as a share of the mature one."),
      months: quantity("months", { min: 0.01, max: 60 }).describe("Time constant of the approach."),
    })
    .optional()
    .describe(
      "eff(t) = 1 - (1 - initial) exp(-t / months), t since the chip's availability, taken at a job's start.",
    ),
});

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
  precision: z.enum(["bf16", "fp8"]).default("fp8"),
  instanceChips: quantity("chips", { min: 1, max: 4096 }).default(64),
  sloClass: id.default("standard-chat"),
  tpotMs: quantity("ms", { min: 1, max: 10_000 })
    .optional()
    .describe("Time per output token the batch size is chosen for. Absent: the SLO class's."),
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
  outputTokensPerSecond: quantity("tokens/s", { min: 0, max: 1e15 }).describe(
    "Weekly mean on the first day, before the ramp.",
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
    .describe("partition: part of each pool that training may use, and serving may not."),
  switchMinutes: quantity("minutes", { min: 0, max: 1440 })
    .default(10)
    .describe("Chips taken from training load weights for so long."),
  growStep: share()
    .default(0.1)
    .describe("A running job grows only by at least this part of its size: growing costs a restart."),
});

export const ShareOfWatts = z.record(z.string(), share());

export const Actual = z.strictObject({
  series: z.string().max(200),
  date: isoDate,
  value: z.number(),
  unit: z.string().max(40),
  low: z.number().optional(),
  high: z.number().optional(),
  source: z.string().optional(),
});

export const Lever = z.strictObject({
  label: z.string(),
  group: z.enum(["action", "assumption"]),
  path: z.string().describe("Dotted path in the scenario; several paths are separated by a space."),
  unit: z.string(),
  min: z.number(),
  max: z.number(),
  step: z.number().positive(),
  zones: z
    .array(z.strictObject({ upTo: z.number(), name: z.string() }))
    .max(5)
    .default([]),
  help: z.string(),
  notice: z.string().optional().describe("Notice that ..."),
  moves: z.string().optional().describe("Headline it moves."),
  direction: z.enum(["up", "down"]).optional(),
});

export const Scenario = z.strictObject({
  $schema: z.string().optional(),
  extends: z
    .string()
    .max(200)
    .optional()
    .describe("Id of a preset or path of a file this one changes, as a JSON merge patch (RFC 7396)."),
  id,
  title: z.string().max(200),
  description: text.default(""),
  illustrative: z.boolean().default(false).describe("Rests mostly on assumed inputs, or is made up."),
  start: isoDate,
  end: isoDate,
  binHours: z.union([z.literal(1), z.literal(6), z.literal(24), z.literal(168)]).default(24),
  seed: z.number().int().min(0).max(9007199254740991).default(1),
  catalogue: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Merge patch on the built-in catalogue: own chips, systems, regions, models, watts."),
  construction: z
    .strictObject({
      slip: Slip.default({ kind: "none" }).describe(
        "For phases after `knownUntil` that state none of their own.",
      ),
      extraMonths: quantity("months", { min: 0, max: 120 })
        .default(0)
        .describe("Added to every phase after `knownUntil`."),
      knownUntil: isoDate
        .optional()
        .describe("Phases up to this date are history and never slip. Absent: the start."),
    })
    .default({ slip: { kind: "none" }, extraMonths: 0 }),
  power: z
    .strictObject({
      oversubscription: quantity("1", { min: 0.1, max: 3 })
        .default(1)
        .describe("All-in watts at peak PUE may exceed what is energised by this factor."),
      throttleOrder: z
        .array(z.enum(["training", "serving", "idle"]))
        .length(3)
        .default(["training", "serving", "idle"])
        .describe("Who gives way first when load would exceed what is energised."),
    })
    .default({ oversubscription: 1, throttleOrder: ["training", "serving", "idle"] }),
  sites: z.record(id, Site),
  deliveries: z.record(id, Delivery),
  supply: z
    .record(id, z.record(isoDate, quantity("chips", { min: 0, max: 1e9 })))
    .default({})
    .describe(
      "By chip: cumulative units that can have been delivered by a date; straight line between, flat after.",
    ),
  fleet: z
    .strictObject({
      burnInHours: quantity("hours", { min: 0, max: 8760 }).default(168),
      lifeYears: quantity("years", { min: 0.01, max: 100 })
        .optional()
        .describe("A chip retires at this age; absent: never."),
    })
    .default({ burnInHours: 168 }),
  reliability: Reliability,
  training: Training.default({ campaigns: {}, streams: {}, campusMfuFactor: 0.97 }),
  inference: Inference.optional(),
  sharing: Sharing.default({
    policy: "inference-first",
    trainingShare: 0.35,
    switchMinutes: 10,
    growStep: 0.1,
  }),
  actuals: z.array(Actual).max(100_000).default([]),
  levers: z.record(id, Lever).default({}),
});

export type Scenario = z.infer<typeof Scenario>;
export type ScenarioInput = z.input<typeof Scenario>;
export type SiteSpec = z.infer<typeof Site>;
export type DeliverySpec = z.infer<typeof Delivery>;
export type CampaignSpec = z.infer<typeof Campaign>;
export type StreamSpec = z.infer<typeof Stream>;
export type SlipSpec = z.infer<typeof Slip>;
export type LeverSpec = z.infer<typeof Lever>;
export type ActualRow = z.infer<typeof Actual>;
