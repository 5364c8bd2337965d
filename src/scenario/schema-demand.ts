/** What demand is made of beside classes and regions: how it grows, who the customers are, and by which path they come. */
import { z } from "zod";
import { quantity } from "./quantity.ts";
import { id, share } from "./schema-parts.ts";

export const Growth = z.strictObject({
  perYear: quantity("1/year", { min: 0.01, max: 1000 }).describe("Factor a year at first."),
  finalPerYear: quantity("1/year", { min: 0.01, max: 1000 }).describe("Factor a year in the long run."),
  decayYears: quantity("years", { min: 0.01, max: 100 }).describe("Time constant between the two."),
});

/** Parts of one whole, by id. */
export const Shares = z.record(id, z.number().min(0).max(1)).optional();

export const Customers = z.strictObject({
  name: z.string().optional(),
  archetype: id.optional().describe("Of the catalogue; absent: the one of this id."),
  count: quantity("customers", { min: 0, max: 1e12 }).describe("On the first day of demand."),
  requestsPerDay: quantity("requests/day", { min: 0, max: 1e9 })
    .optional()
    .describe("Of one customer, mean over the week; absent: the archetype's."),
  growth: Growth.optional().describe("Of their number; absent: that of all demand."),
  regions: Shares.describe("Part of them by region; absent: the regions' shares."),
});

export const AccessPath = z.strictObject({
  priceMultiplier: quantity("1", { min: 0.01, max: 100 }).optional().describe("Absent: the catalogue's."),
  regionalPremium: share()
    .optional()
    .describe("For data that may not leave; a path without one does not sell that."),
  resellerShare: share().optional().describe("Of revenue, the seller's."),
  commitBonus: quantity("1", { min: -20, max: 20 })
    .default(0)
    .describe("Utility of a spending commitment drawn down."),
  residencyFit: quantity("1", { min: -20, max: 20 })
    .default(0)
    .describe("Utility to those whose data may not leave."),
  pool: z
    .enum(["own", "region-bound", "external"])
    .optional()
    .describe("external: served on the chips of others, and reported so."),
});

export const AccessChoice = z.strictObject({
  priceSlope: quantity("1", { min: 0, max: 20 }).default(1.5).describe("Utility lost by ln of the price."),
  latencySlope: quantity("1/s", { min: 0, max: 20 })
    .default(0.5)
    .describe("Utility lost by a second to the first token."),
});
