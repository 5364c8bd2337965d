/** The worker that reads scenarios: it answers at once, also while a run is in flight in the other. */
import { prepare, presetViews, scenarioTexts } from "./prepare.ts";
import type { FromScenarioWorker, ToScenarioWorker } from "./protocol.ts";

const post = (message: FromScenarioWorker): void => postMessage(message);

addEventListener("message", (event: MessageEvent<ToScenarioWorker>) => {
  const { kind, id, request } = event.data;
  if (kind === "text") return post({ kind: "text", id, ...scenarioTexts(request) });
  try {
    const prepared = prepare(request);
    if (prepared.kind === "issues") post({ kind: "issues", id, issues: prepared.issues });
    else post({ kind: "prepared", id, model: prepared.model, shown: prepared.shown });
  } catch (error) {
    post({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
  }
});
post({ kind: "ready", presets: presetViews });
