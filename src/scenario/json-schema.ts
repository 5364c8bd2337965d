/** The scenario's JSON Schema (draft 2020-12), for editors and other programs. */
import { z } from "zod";
import { Scenario } from "./schema.ts";

/** Shape, limits, units, defaults and descriptions of what a scenario file may hold. */
export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(Scenario, { io: "input", reused: "ref" });
  return { title: "capsim scenario", ...schema };
}
