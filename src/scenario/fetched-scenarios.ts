/** The same files, each fetched when it is asked for. Written by `npm run catalogue`; do not edit. */
export const scenarioFetchers: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>> = {
  "first-campus": () => import("../../models/scenarios/first-campus.json", { with: { type: "json" } }),
  "five-gigawatts": () => import("../../models/scenarios/five-gigawatts.json", { with: { type: "json" } }),
  "llama3-54-days": () => import("../../models/scenarios/llama3-54-days.json", { with: { type: "json" } }),
  rainier: () => import("../../models/scenarios/rainier.json", { with: { type: "json" } }),
};
