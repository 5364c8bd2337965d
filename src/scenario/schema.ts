/**
 * The scenario: the only source of shape, limits, units, defaults and documentation of what a user may
 * write. Everything a person edits is keyed by id, so that a patch or `--set` reaches one of them.
 */
import { z } from "zod";
import { isoDate, quantity } from "./quantity.ts";
import { id, Slip, text } from "./schema-parts.ts";
import { Agreement, Site } from "./schema-sites.ts";
import { Delivery, ChipSupply, Refresh } from "./schema-deliveries.ts";
import { Money } from "./schema-money.ts";
import { Reliability } from "./schema-reliability.ts";
import { Training } from "./schema-training.ts";
import { Inference, Sharing } from "./schema-inference.ts";
import { Actual, Lever, Uncertainty, Question } from "./schema-study.ts";
import { News, newsId, Origin, OwnAnnouncement } from "./schema-news.ts";
import type { Campaign, Stream } from "./schema-training.ts";

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
  agreement: Agreement.optional(),
  projection: z
    .strictObject({
      gainPerWatt: quantity("1", { min: 0.1, max: 100 })
        .optional()
        .describe("Of each projected generation over the one before; absent: the catalogue's."),
      cadenceMonths: quantity("months", { min: 1, max: 120 }).optional(),
    })
    .optional()
    .describe("Chips of the catalogue that nobody has announced."),
  chipSupply: ChipSupply.optional(),
  fleet: z
    .strictObject({
      burnInHours: quantity("hours", { min: 0, max: 8760 }).default(168),
      lifeYears: quantity("years", { min: 0.01, max: 100 })
        .optional()
        .describe("A chip retires at this age; absent: never."),
      refresh: Refresh.optional(),
    })
    .default({ burnInHours: 168 }),
  reliability: Reliability,
  training: Training.default({ campaigns: {}, streams: {}, campusMfuFactor: 0.97 }),
  inference: Inference.optional(),
  sharing: Sharing.default({
    policy: "inference-first",
    trainingShare: 0.35,
    harvest: { reserve: 0.1, lookAheadHours: 1 },
    switchMinutes: 10,
    growStep: 0.1,
  }),
  money: Money.optional().describe("Who pays whom for what. Absent: the run knows no money."),
  actuals: z.array(Actual).max(100_000).default([]),
  levers: z.record(id, Lever).default({}),
  uncertainty: Uncertainty.optional(),
  news: News.default({}),
  announcements: z
    .record(newsId, OwnAnnouncement)
    .default({})
    .describe("Announcements of your own, by id, to be switched like those that come with the program."),
  origin: Origin.optional(),
  questions: z
    .record(id, Question)
    .default({})
    .describe("By-date questions that a study of samples answers."),
});

export type Scenario = z.infer<typeof Scenario>;
export type ScenarioInput = z.input<typeof Scenario>;
export type SiteSpec = z.infer<typeof Site>;
export type DeliverySpec = z.infer<typeof Delivery>;
export type CampaignSpec = z.infer<typeof Campaign>;
export type StreamSpec = z.infer<typeof Stream>;
export type SlipSpec = z.infer<typeof Slip>;
export type LeverSpec = z.infer<typeof Lever>;
export type QuestionSpec = z.infer<typeof Question>;
export type ActualRow = z.infer<typeof Actual>;
