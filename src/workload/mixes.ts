/** Job mixes that come with the program: what is known of published fleets, as recipes. */
import helios from "../../models/workloads/helios.json" with { type: "json" };
import kalos from "../../models/workloads/kalos.json" with { type: "json" };
import philly from "../../models/workloads/philly.json" with { type: "json" };
import rsc1 from "../../models/workloads/rsc-1.json" with { type: "json" };
import rsc2 from "../../models/workloads/rsc-2.json" with { type: "json" };
import seren from "../../models/workloads/seren.json" with { type: "json" };

/** By id, as they are written; `readRecipe` checks them. */
export const workloadFiles: Readonly<Record<string, unknown>> = {
  helios,
  kalos,
  philly,
  "rsc-1": rsc1,
  "rsc-2": rsc2,
  seren,
};
