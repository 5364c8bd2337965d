/** Chips: what is delivered, what can be made, what takes the place of old ones. */
import { z } from "zod";
import { isoDate, quantity } from "./quantity.ts";
import { chips, id, share, Slip, text } from "./schema-parts.ts";

const ordering = {
  leadTimeDays: quantity("days", { min: 0, max: 3650 })
    .optional()
    .describe("From order to arrival: the order-by date lies so long before the planned arrival."),
  ordered: isoDate.optional().describe("Day of the order; on or before the order-by date."),
  cancelled: isoDate
    .optional()
    .describe("What can still be cancelled on that day (order-by date not passed) does not come."),
};

const deliveryBase = {
  system: id.describe("UltraServer or server of the catalogue."),
  slip: Slip.optional(),
  note: text.optional(),
};

export const Delivery = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("batch"), site: id, date: isoDate, chips, ...ordering, ...deliveryBase }),
  z
    .strictObject({ kind: z.literal("standing"), site: id, since: isoDate, chips, ...deliveryBase })
    .describe("Chips in service at the start, with the age they have had since `since`."),
  z.strictObject({
    kind: z.literal("ramp"),
    site: id,
    from: isoDate,
    to: isoDate,
    everyDays: quantity("days", { min: 1, max: 366 }).default(7),
    chips,
    ...ordering,
    ...deliveryBase,
  }),
  z.strictObject({
    kind: z.literal("order"),
    site: id,
    chips,
    ...deliveryBase,
    ordered: isoDate,
    leadTimeDays: quantity("days", { min: 0, max: 3650 }),
    cancelled: ordering.cancelled,
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
    ...ordering,
    ...deliveryBase,
    follows: z
      .enum(["planned", "ready"])
      .default("planned")
      .describe(
        "planned: chips come when the hall was planned and wait for it; ready: they are put off with it.",
      ),
    volumeAfterMonths: quantity("months", { min: 0, max: 60 })
      .optional()
      .describe("newestOf: a chip counts as there so long after its availability."),
    system: id.optional().describe("UltraServer or server of the catalogue."),
    newestOf: z
      .array(id)
      .min(1)
      .optional()
      .describe(
        "Instead of system: the newest of these that is available when the hall is planned and fits it.",
      ),
  }),
]);

export const ChipSupply = z
  .strictObject({
    mode: z
      .enum(["ramps", "power-filled"])
      .default("ramps")
      .describe("power-filled: chips never bind; ramps and claims are left out."),
    scale: quantity("1", { min: 0.001, max: 1000 }).default(1).describe("Multiplies every ramp."),
    ramps: z
      .record(
        id,
        z.strictObject({
          from: isoDate.optional().describe("First day of volume; absent: the chip's availability."),
          delayMonths: quantity("months", { min: 0, max: 120 }).default(0),
          quarterlyChips: z
            .array(quantity("chips", { min: 0, max: 1e9 }))
            .min(1)
            .describe("Units by quarter from then on; the last goes on."),
        }),
      )
      .default({})
      .describe("By chip: how many can be made."),
    claims: z
      .record(
        id,
        z.strictObject({
          name: z.string().optional(),
          from: isoDate,
          until: isoDate.describe("The claim grows in a straight line to its full size at this date."),
          facilityMw: quantity("MW facility", { min: 0, max: 1e6 }),
          peakPue: quantity("1", { min: 1, max: 3 }).describe("Of its sites: turns its MW into chips."),
          part: share().default(1).describe("How much of it there is: 0 is off."),
          chips: z
            .array(id)
            .min(1)
            .describe("Chips it takes, each for the time until the next is available."),
        }),
      )
      .default({})
      .describe("Other customers, served from the same ramps before us."),
  })
  .describe("What can be delivered to us, by chip.");

export const Refresh = z
  .strictObject({
    ageYears: quantity("years", { min: 0, max: 100 }).describe(
      "Chips of this age are looked at, and each year after.",
    ),
    systems: z
      .array(id)
      .min(1)
      .describe("What may take their place; the best of those available is compared."),
    minGain: share().default(0).describe("Useful work per MW must rise by more than this."),
    trainingWeight: share()
      .default(0.35)
      .describe(
        "Weight of training in useful work; the rest is output tokens. Where only one is done, it counts alone.",
      ),
    leadTimeDays: quantity("days", { min: 0, max: 3650 })
      .default(0)
      .describe("From the decision to arrival."),
    retrofitMonths: quantity("months", { min: 0, max: 60 })
      .default(4)
      .describe("An air hall whose chips make way for a liquid-cooled system is out of use for so long."),
    retrofitUsdPerMw: quantity("USD/MW IT", { min: 0, max: 1e9 }).optional(),
  })
  .describe("Replaces chips only where that raises useful work per MW in this model; the run says why not.");
