/** What several parts of the scenario are made of. */
import { z } from "zod";
import { quantity } from "./quantity.ts";

export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]*$/, "must be lower-case letters, digits, dots and dashes");

export const share = (): ReturnType<typeof quantity> => quantity("share", { min: 0, max: 1 });

export const text = z.string().max(4000);

export const chips = quantity("chips", { min: 1, max: 1e8 });

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
