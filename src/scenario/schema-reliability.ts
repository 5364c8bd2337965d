/** Failures, repair and recovery. */
import { z } from "zod";
import { isoDate, quantity } from "./quantity.ts";
import { share } from "./schema-parts.ts";

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
