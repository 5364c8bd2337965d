/** Announcements as data: what was said, by whom, and the merge patch it means for a scenario. */
import { z } from "zod";
import { CalendarDate } from "./catalogue-schema.ts";
import { checkSource, CONFIDENCES } from "./quantity.ts";
import { text } from "./schema-parts.ts";
import type { DeepReadonly } from "./deep-readonly.ts";

/** Ids have no dots, so that `news.<id>` is one step of a path. */
export const newsId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be lower-case words and numbers joined by dashes");

/** Of a scenario an announcement may change everything but what it is called and what it is made of. */
const CLOSED = ["$schema", "extends", "id", "news", "announcements", "origin"];

const Patch = z.record(z.string(), z.unknown()).check((ctx) => {
  for (const key of CLOSED)
    if (Object.hasOwn(ctx.value, key))
      ctx.issues.push({
        code: "custom",
        path: [key],
        message: "must not be in the patch of an announcement",
        input: ctx.value[key],
      });
});

const Effect = z
  .strictObject({
    with: Patch.optional().describe("Merge patch on a scenario that does not hold the announcement yet."),
    without: Patch.optional().describe(
      "Merge patch on a scenario that holds it: what a plan written before it would hold.",
    ),
    needs: z
      .array(z.string().min(1).max(200))
      .max(20)
      .default([])
      .describe("Paths that the scenario must have; where one is missing, the announcement means nothing."),
    says: text
      .optional()
      .describe("What switching it changes, as the beginning of a sentence: Trainium4 two quarters later."),
  })
  .check((ctx) => {
    if (ctx.value.with === undefined && ctx.value.without === undefined)
      ctx.issues.push({
        code: "custom",
        path: [],
        message:
          "must give with (a patch for scenarios that lack it), without (for those that hold it) or both",
        input: ctx.value,
      });
  });

const fields = {
  kind: z.literal("announcement").optional(),
  id: newsId.optional().describe("In a file, its name; in a scenario, the key says it."),
  date: CalendarDate.optional().describe(
    "When it was said, as exactly as it is known. Absent: nobody has said it, a what-if.",
  ),
  about: z.array(CalendarDate).max(50).default([]).describe("Days it speaks of."),
  title: z.string().min(1).max(120),
  what: text.describe("What was said, in one or two sentences."),
  by: z.string().min(1).max(200),
  source: z.string().min(1),
  note: text.optional(),
  patches: z
    .record(z.string(), Effect)
    .default({})
    .describe("By id of a preset, or any: what it means for a scenario."),
  otherwise: text
    .default("no number here depends on it")
    .describe("Why it changes nothing in a scenario it has no patch for; reads on from: changes nothing."),
};

const confidence = z.enum([...CONFIDENCES, "yours"]);

type Said = {
  value: { source: string; confidence: z.infer<typeof confidence> };
  issues: z.core.$ZodRawIssue[];
};
const checkSaid = ({ value: { source, confidence }, issues }: Said): void => {
  if (confidence !== "yours") checkSource({ value: { source, confidence }, issues });
};

export const Announcement = z.strictObject({ ...fields, confidence: z.enum(CONFIDENCES) }).check(checkSaid);

/** In a scenario a user need not say who said it. */
export const OwnAnnouncement = z
  .strictObject({
    ...fields,
    what: text.default(""),
    by: z.string().min(1).max(200).default("yours"),
    source: z.string().min(1).default("yours"),
    confidence: confidence.default("yours"),
  })
  .check(checkSaid);

/** Either of them. */
export type Announcement = DeepReadonly<z.infer<typeof OwnAnnouncement>>;
export type NewsEffect = DeepReadonly<z.infer<typeof Effect>>;

export const News = z
  .record(newsId, z.boolean())
  .describe(
    "Announcements switched on or off, by id; those that are not named stay as the scenario has them. What is written beside them wins.",
  );

export const Origin = z
  .strictObject({
    preset: z.string().max(200).optional(),
    news: z.record(newsId, z.boolean()).default({}),
  })
  .describe(
    "Written by the program where announcements were switched: the preset behind the values, and which announcements they hold. Read again, the scenario is the same.",
  );
