/** Training: campaigns, streams and what their jobs have in common. */
import { z } from "zod";
import { DEFAULT_GRACE_SECONDS, DEFAULT_HALF_LIFE_SECONDS, FLEET_DISCIPLINES } from "../scheduling/names.ts";
import { isoDate, quantity } from "./quantity.ts";
import { chips, id, share } from "./schema-parts.ts";

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
  z.strictObject({ kind: z.literal("exponential"), mean: quantity("", { min: 0 }) }),
  z
    .strictObject({
      kind: z.literal("table"),
      values: z.array(z.number().min(0)).min(1).max(1000),
      weights: z.array(z.number().min(0)).min(1).max(1000),
    })
    .describe("One of several values, by weight."),
]);

export const Checkpoint = z.strictObject({
  writeSeconds: quantity("s", { min: 0, max: 7200 }).default(10),
  sizeGb: quantity("GB", { min: 0, max: 1e9 })
    .optional()
    .describe("With storeGbPerS instead of writeSeconds: a write takes one over the other."),
  storeGbPerS: quantity("GB/s", { min: 1e-3, max: 1e9 }).optional(),
  interval: z
    .union([z.enum(["optimum", "young", "daly"]), quantity("s", { min: 1, max: 1e6 })])
    .default("optimum")
    .describe("Seconds of work between two checkpoints; optimum: the exact one for the gang's failure rate."),
  mode: z
    .enum(["blocking", "async"])
    .optional()
    .describe("async: the gang works on while it is written; it counts once it is. Absent: blocking."),
  stallSeconds: quantity("s", { min: 0, max: 7200 })
    .optional()
    .describe("How long an async one stops the gang while its state is copied; absent: not at all."),
  memory: z
    .strictObject({
      everySeconds: quantity("s", { min: 1, max: 1e6 }).describe("Work between two copies."),
      writeSeconds: quantity("s", { min: 0, max: 7200 }).optional().describe("Blocking; absent: 0."),
      survivesHosts: z.number().int().min(0).max(1000).default(1),
    })
    .optional()
    .describe(
      "Copies in the memory of other hosts: they survive the loss of so many hosts, not of an UltraServer.",
    ),
});

export const Recovery = z
  .discriminatedUnion("by", [
    z.strictObject({ by: z.literal("restart") }),
    z.strictObject({
      by: z.literal("standby"),
      chips: chips.describe("Warm standbys the job holds, rounded up to whole UltraServers."),
      swapMinutes: quantity("minutes", { min: 0, max: 1440 }).describe(
        "From a failure to running again where a standby takes the broken place.",
      ),
    }),
    z.strictObject({
      by: z.literal("replica"),
      replicas: z.number().int().min(2).max(100_000).describe("Data-parallel replicas the gang consists of."),
      pauseMinutes: quantity("minutes", { min: 0, max: 1440 }).describe(
        "How long all stop when one is lost.",
      ),
      rejoinMinutes: quantity("minutes", { min: 0, max: 1440 })
        .optional()
        .describe("From having its UltraServers to taking part again; absent: the recovery time of the day."),
    }),
  ])
  .describe("How a gang goes on after it has lost an UltraServer; absent: by restart.");

const jobBase = {
  sites: z.array(id).min(1).optional().describe("Allowed sites, first choice first; absent: any."),
  systems: z.array(id).min(1).optional().describe("Allowed systems; absent: any."),
  precision: z.enum(["bf16", "fp8"]).default("fp8"),
  mfu: quantity("1", { min: 0.001, max: 1 }).describe("Model FLOPs utilisation once the software is mature."),
  checkpoint: Checkpoint.default({ writeSeconds: 10, interval: "optimum" }),
  priority: z.number().int().min(0).max(100).default(1).describe("Higher keeps its chips longer."),
  preemptible: z.boolean().default(true).describe("May inference take its chips?"),
  recovery: Recovery.optional(),
};

export const Interruption = z
  .strictObject({
    name: z.string().max(200).optional(),
    perServerDay: quantity("1/server-day", { min: 0, max: 100 }),
    serverChips: z.number().int().min(1).max(4096).default(8),
    planned: z.boolean().default(false).describe("The gang writes a checkpoint first and loses no work."),
  })
  .describe("Stops a job at a rate by the chips it holds and breaks none; for counts by cause of one run.");

export const Campaign = z
  .strictObject({
    name: z.string().optional(),
    start: isoDate.describe("Earliest start."),
    maxChips: chips.optional(),
    maxShare: share().optional().describe("Instead of maxChips: part of the chips in service at its start."),
    partOfShare: share()
      .optional()
      .describe("Instead of maxChips: part of training.share of the chips in service at its start."),
    ettrFloor: share()
      .optional()
      .describe(
        "The gang stays small enough that its expected ETTR, by failures and recovery at its start, is not below.",
      ),
    prefer: z
      .enum(["start", "speed"])
      .default("start")
      .describe(
        "start: a pool that has its least free comes before a faster one; speed: it waits for the fastest.",
      ),
    withinBuilding: z.boolean().default(false).describe("The gang stays within one building."),
    minChips: chips.optional(),
    minShareOfMax: share().optional().describe("Instead of minChips; absent: fixed size."),
    flops: quantity("FLOP", { min: 1, max: 1e33 }).optional().describe("Work to do."),
    days: quantity("days", { min: 0.001, max: 3650 })
      .optional()
      .describe("Instead of flops: days of undisturbed work on its maximum of chips."),
    plannedDays: quantity("days", { min: 0.001, max: 3650 })
      .optional()
      .describe("Instead of flops: days of its share of the fleet as planned for its start, without slips."),
    deadline: isoDate.optional(),
    deadlineDays: quantity("days", { min: 0.001, max: 3650 })
      .optional()
      .describe("Instead of deadline: after its start."),
    repeatAfterDays: quantity("days", { min: 0, max: 3650 })
      .optional()
      .describe("A next run of the same kind begins so long after this one ends."),
    everyDays: quantity("days", { min: 1, max: 3650 })
      .optional()
      .describe("Instead: a next run is due so long after this one was, whether that has ended or not."),
    ...jobBase,
  })
  .describe("A training run: one gang on whole UltraServers of one generation at one site.");

const column = z.array(z.number().min(0)).max(1_000_000);
export const JobLog = z
  .strictObject({
    submitSeconds: column.describe("Seconds from the stream's start to each submission, in order."),
    chips: column,
    runSeconds: column.describe("Undisturbed work of each job."),
    timeScale: quantity("x", { min: 1e-6, max: 1e6 })
      .default(1)
      .describe("Factor on the times between submissions."),
    sizeScale: quantity("x", { min: 1e-6, max: 1e6 }).default(1).describe("Factor on the jobs' chips."),
  })
  .describe("Instead of perDay, chips and days: the jobs of a log, a column a field.");

export const Stream = z
  .strictObject({
    name: z.string().optional(),
    from: isoDate.optional(),
    until: isoDate.optional(),
    team: id.optional().describe("Whose jobs they are, for fair-share and quota."),
    perDay: quantity("jobs/day", { min: 0, max: 1e6 }).optional().describe("Poisson arrivals."),
    hoursOfDay: z
      .array(quantity("1", { min: 0 }))
      .length(24)
      .optional()
      .describe("Factors on the rate by hour, UTC; their mean counts as 1."),
    daysOfWeek: z
      .array(quantity("1", { min: 0 }))
      .length(7)
      .optional()
      .describe("Factors on the rate from Monday to Sunday; their mean counts as 1."),
    chips: Distribution.optional().describe(
      "Chips a job asks for; rounded up to whole hosts, above one UltraServer to whole UltraServers.",
    ),
    days: Distribution.optional().describe("Days of undisturbed work."),
    log: JobLog.optional(),
    ...jobBase,
  })
  .describe("A stream of smaller jobs.");

export const JobQueue = z
  .strictObject({
    discipline: z
      .enum(FLEET_DISCIPLINES)
      .describe("Which waiting job of a stream starts; campaigns set chips aside before them."),
    estimateFactor: quantity("x", { min: 1, max: 100 })
      .default(1)
      .describe("What users say a job takes, over what it takes undisturbed."),
    graceHours: quantity("h", { min: 0, max: 8760 })
      .default(DEFAULT_GRACE_SECONDS / 3600)
      .describe("A job that has run less is not preempted."),
    halfLifeDays: quantity("days", { min: 0, max: 3650 })
      .default(DEFAULT_HALF_LIFE_SECONDS / 86_400)
      .describe("fair-share: past use counts half after this."),
    shares: z
      .record(id, share())
      .default({})
      .describe("fair-share and quota: parts by team; the others have equal parts of what is left."),
    borrow: z.boolean().default(true).describe("quota: a team may use what others leave."),
    reclaim: z.boolean().default(true).describe("quota: what was lent may be taken back by preemption."),
  })
  .describe(
    "How jobs of streams are queued; absent: by priority, then submission, and whatever fits starts.",
  );

export const Training = z.strictObject({
  queue: JobQueue.optional(),
  share: share().optional().describe("Part of the fleet that campaigns with partOfShare divide among them."),
  campaigns: z.record(id, Campaign).default({}),
  streams: z.record(id, Stream).default({}),
  interruptions: z
    .record(id, Interruption)
    .optional()
    .describe("By cause, beside the hazards of `reliability`; scaled by its multiplier unless planned."),
  ultraServerMfuFactor: quantity("1", { min: 0.01, max: 1 })
    .optional()
    .describe("Factor on MFU when a job is larger than one UltraServer; absent: 1."),
  fragmentation: z
    .boolean()
    .optional()
    .describe("Looks every hour at how far free chips are scattered; for `placement` in the result."),
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
