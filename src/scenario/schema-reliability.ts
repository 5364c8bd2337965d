/** Failures, repair and recovery. */
import { z } from "zod";
import { isoDate, quantity } from "./quantity.ts";
import { id, share } from "./schema-parts.ts";

const hours = (): ReturnType<typeof quantity> => quantity("hours", { min: 0.01, max: 8760 });
const crew = z.int().min(1).max(10_000).optional();

const Cause = z.strictObject({
  of: z.enum(["chip", "host", "fabric", "ultraserver", "job"]),
  perHour: quantity("1/h", { min: 0, max: 10 }).describe("In the unit of the hazard that it adds to."),
});

export const Hazards = z.strictObject({
  chipPerHour: quantity("1/chip-hour", { min: 0, max: 1 }),
  hostPerHour: quantity("1/host-hour", { min: 0, max: 1 }).describe(
    "Per 16 chips; scaled to the host's size.",
  ),
  fabricPerHour: quantity("1/UltraServer-hour", { min: 0, max: 1 }).describe(
    "Per 64 chips; scaled to the system.",
  ),
  ultraServerPerHour: quantity("1/UltraServer-hour", { min: 0, max: 1 })
    .optional()
    .describe("Whatever else stops a whole UltraServer; per 64 chips."),
  jobPerHour: quantity("1/job-hour", { min: 0, max: 10 }).describe(
    "Software: stops one job, breaks no chip.",
  ),
  site: z
    .strictObject({ perYear: quantity("1/site-year", { min: 0, max: 1000 }), hours: hours() })
    .optional()
    .describe("Outages of a whole site, and their mean length."),
  corruption: z
    .strictObject({ perHour: quantity("1/job-hour", { min: 0, max: 10 }), ageHours: hours() })
    .optional()
    .describe("Silent corruption, found so late that the last sound checkpoint is so old."),
  causes: z
    .record(id, Cause)
    .optional()
    .describe("Hazards by cause, on top of the numbers above; counted apart in the result."),
});

const KnownFailure = z.strictObject({
  at: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\dZ$/, "must be a minute in UTC, as YYYY-MM-DDTHH:MMZ")
    .refine((text) => isoDate.safeParse(text.slice(0, 10)).success, "must be on a day that exists"),
  site: id,
  system: id.optional().describe("Absent: any at the site."),
  of: z.enum(["host", "ultraserver"]).default("host"),
  number: z.int().min(0).max(1e7).optional().describe("Of the host or UltraServer in its pool; absent: any."),
  cause: id,
  repairHours: hours(),
});

export const Reliability = z.strictObject({
  hazards: Hazards,
  multiplier: quantity("1", { min: 0, max: 100 }).default(1).describe("Scales every hazard."),
  repair: z.strictObject({
    autoHours: hours(),
    manualHours: hours(),
    manualShare: share().describe("Part of repairs that go on to a person after the automatic attempt."),
    fabricHours: hours(),
    ultraServerHours: hours().optional().describe("Absent: as fabricHours."),
    autoSuccess: share().optional().describe("Part of the automatic repairs that help; absent: all."),
    manualSuccess: share().optional(),
    returnHours: hours()
      .optional()
      .describe("Mean time until a fault that was not put right strikes again. Absent: never."),
    crews: z
      .strictObject({ auto: crew, manual: crew })
      .optional()
      .describe("Repairs at a time at each site, first come, first served. Absent: any number."),
  }),
  detectMinutes: quantity("minutes", { min: 0, max: 1440 })
    .optional()
    .describe("From a failure to its discovery: on top of recoveryMinutes, and before repair begins."),
  diagnosis: z
    .strictObject({ missed: share(), blamed: share() })
    .optional()
    .describe("Parts of the faults under a job that nobody finds, or that a sound host of it is taken for."),
  lemons: z
    .strictObject({ share: share(), factor: quantity("1", { min: 1, max: 1000 }) })
    .optional()
    .describe("Hosts that fail so many times as often, until a repair helps."),
  replace: z
    .strictObject({
      failures: z.int().min(1).max(1000),
      days: quantity("days", { min: 0.01, max: 36_525 }),
      hours: hours(),
    })
    .optional()
    .describe("A host that fails so often within these days is replaced by a sound one, in so many hours."),
  spares: z
    .discriminatedUnion("by", [
      z.strictObject({ by: z.literal("share"), share: share() }),
      z.strictObject({ by: z.enum(["binomial", "poisson"]), quantile: share().default(0.99) }),
    ])
    .optional()
    .describe("UltraServers of each pool kept free for those that are out."),
  wear: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("weibull"), shape: quantity("1", { min: 0.5, max: 20 }) }),
      z.strictObject({ kind: z.literal("lognormal"), sigma: quantity("1", { min: 0.01, max: 3 }) }),
    ])
    .optional()
    .describe("Hosts age: the time to failure has this shape and the same mean. Absent: exponential."),
  failures: z
    .array(KnownFailure)
    .max(100_000)
    .optional()
    .describe("Failures by date, on top of the hazards; for these alone set multiplier to 0."),
  maintenance: z
    .strictObject({
      of: z.enum(["host", "ultraserver"]),
      everyDays: quantity("days", { min: 1, max: 36_525 }),
      hours: hours(),
    })
    .optional()
    .describe("Planned: each is taken out in turn, once its job has written a checkpoint."),
  recoveryMinutes: z
    .record(isoDate, quantity("minutes", { min: 0, max: 1440 }))
    .describe("Detection and restart of a job, by date; straight line between, flat outside."),
  restartsCanFail: z.boolean().default(true).describe("A failure during a restart begins it again."),
});
