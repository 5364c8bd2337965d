/** A full hour of a day in UTC, as YYYY-MM-DDTHH:00Z; sorts as text, beside days too. */
import { z } from "zod";
import { isoDate } from "./quantity.ts";

export const isoHour = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):00Z$/, "must be a full hour in UTC, as YYYY-MM-DDTHH:00Z")
  .refine((text) => isoDate.safeParse(text.slice(0, 10)).success, "must be on a day that exists");
