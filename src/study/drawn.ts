/** What `fetchDraw` fetches: drawing the inputs, and a run of the Model they give. */
import type { Model } from "../model/types.ts";
import { runModel } from "../run-model.ts";
import type { Outcome } from "./outcome.ts";
import { outcomeOf } from "./outcome.ts";

export { scenarioOf } from "./jobs.ts";

export const outcomeOfModel = async (model: Model, sample: number): Promise<Outcome> =>
  outcomeOf(await runModel(model), sample);
