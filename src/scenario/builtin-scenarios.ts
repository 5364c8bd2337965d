/** The files of models/scenarios/ by id. Written by `npm run catalogue`; do not edit. */
import presetFirstCampus from "../../models/scenarios/first-campus.json" with { type: "json" };
import presetFiveGigawatts from "../../models/scenarios/five-gigawatts.json" with { type: "json" };
import presetLlama354Days from "../../models/scenarios/llama3-54-days.json" with { type: "json" };
import presetRainier from "../../models/scenarios/rainier.json" with { type: "json" };

export const scenarioFiles: Readonly<Record<string, unknown>> = {
  "first-campus": presetFirstCampus,
  "five-gigawatts": presetFiveGigawatts,
  "llama3-54-days": presetLlama354Days,
  rainier: presetRainier,
};
