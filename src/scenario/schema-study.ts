/** What is asked of a scenario: levers, actuals, how inputs are drawn, by-date questions. */
import { z } from "zod";
import { isoDate, quantity } from "./quantity.ts";
import { id, share } from "./schema-parts.ts";

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
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().positive().optional(),
  choices: z
    .array(z.strictObject({ value: z.union([z.string(), z.number()]), name: z.string() }))
    .min(2)
    .max(8)
    .optional()
    .describe("Instead of min, max and step: what it can be set to, from low to high."),
  zones: z
    .array(z.strictObject({ upTo: z.number(), name: z.string() }))
    .max(5)
    .default([]),
  help: z.string(),
  notice: z.string().optional().describe("Notice that ..."),
  moves: z.string().optional().describe("Headline it moves."),
  direction: z.enum(["up", "down"]).optional().describe("Where the headline goes as the lever goes up."),
  hiddenBy: z
    .string()
    .optional()
    .describe("Start of the note with which a run says that a limit hides this lever."),
});

const groupId = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "must be lower-case letters, digits and dashes");

export const Uncertainty = z
  .strictObject({
    factors: z
      .record(
        groupId,
        z.strictObject({
          loading: share().describe(
            "Part of the variance of each member that all of the group have in common.",
          ),
          paths: z
            .array(z.string())
            .min(1)
            .describe("Numbers of the scenario or catalogue that belong to it; * stands for any one name."),
        }),
      )
      .default({})
      .describe("Common factors; `slips` is that of phases and deliveries."),
    correlations: z
      .record(groupId, z.record(groupId, z.number().min(-1).max(1)))
      .default({})
      .describe("Between factors, each pair once; pairs that are not named are 0."),
  })
  .describe("How inputs with a range go together when they are drawn.");

export const Question = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("campaign"),
    campaign: id,
    run: z.number().int().min(1).default(1),
    by: isoDate.optional().describe("Absent: the run's deadline."),
  }),
  z.strictObject({
    kind: z.literal("demand"),
    quarter: z.string().regex(/^\d{4}-Q[1-4]$/, "must be as 2029-Q3"),
    unserved: share().default(0.01).describe("Demand counts as met where no more than this goes unserved."),
  }),
  z.strictObject({
    kind: z.literal("site"),
    site: id,
    measure: z.enum(["building", "energised", "provisioned", "drawn"]).default("energised"),
    mw: quantity("MW", { min: 0 }),
    by: isoDate,
  }),
]);
