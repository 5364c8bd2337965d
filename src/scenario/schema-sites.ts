/** Sites: halls, utility, curtailment, retrofits; and the agreement above them all. */
import { z } from "zod";
import { isoHour } from "./iso-hour.ts";
import { isoDate, quantity } from "./quantity.ts";
import { id, share, Slip, text } from "./schema-parts.ts";

export const Phase = z.strictObject({
  date: isoDate.describe("Planned date on which the building MW stand ready."),
  itMw: quantity("MW IT", { min: 0, max: 100_000 })
    .optional()
    .describe("Building capacity from then on, cumulative, all tenants."),
  residual: share()
    .optional()
    .describe(
      "Instead of itMw: cumulative part of the site's share of what the agreement leaves (agreement.residual).",
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

export const Retrofit = z.strictObject({
  from: isoDate.describe("First day on which empty air halls are taken out of use."),
  itMw: quantity("MW IT", { min: 0, max: 100_000 }),
  months: quantity("months", { min: 0, max: 60 }).describe("From taking a hall out of use to its return."),
  usdPerMw: quantity("USD/MW IT", { min: 0, max: 1e9 }).optional(),
});

export const Agreement = z
  .strictObject({
    name: z.string().optional(),
    capacityMw: quantity("MW", { min: 0, max: 1e6 }).describe("Customer capacity on paper: a ceiling."),
    basis: z
      .enum(["facility", "it"])
      .default("facility")
      .describe("What the MW count: facility load at peak PUE, or IT load."),
    residual: z
      .record(id, share())
      .optional()
      .describe("By site: its part of what phases with itMw leave of the capacity. Adds up to 1."),
    residualFirst: share()
      .optional()
      .describe("Takes the place of the first site's part of residual; the others keep their proportion."),
  })
  .describe(
    "A ceiling on what is ours at all sites together, first come, first served by the day a hall is ready.",
  );

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
  outages: z
    .record(id, z.strictObject({ from: isoHour, hours: quantity("hours", { min: 0.01, max: 8760 }) }))
    .optional()
    .describe("Times at which nothing at the site runs."),
  extraMonths: quantity("months", { min: 0, max: 120 })
    .default(0)
    .describe("Added to every phase of this site after `knownUntil`."),
  retrofits: z
    .record(id, Retrofit)
    .default({})
    .describe("Air halls made liquid ones, as far and as soon as they stand empty."),
  buildingItMw: quantity("MW IT", { min: 0.1, max: 2000 })
    .default(57)
    .describe("Size of one building; a job that fits in one pays no network factor."),
  peakPue: quantity("1", { min: 1, max: 3 }).optional(),
  annualPue: quantity("1", { min: 1, max: 3 }).optional(),
  illustrative: z.boolean().default(false),
});
