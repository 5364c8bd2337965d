/** The worker that reads scenarios: it answers at once, also while a run is in flight in the other. */
import { prepare, presetViews, scenarioTexts } from "./prepare.ts";
import type { FromScenarioWorker, ImportOrder, ToScenarioWorker } from "./protocol.ts";

const post = (message: FromScenarioWorker): void => postMessage(message);

addEventListener("message", (event: MessageEvent<ToScenarioWorker>) => {
  if (event.data.kind === "import") return void bringIn(event.data.id, event.data.order);
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
async function bringIn(id: number, order: ImportOrder): Promise<void> {
  try {
    // Fetched when the first file comes: most readers bring none.
    const { importFiles } = await import("./import-files.ts");
    post({ kind: "imported", id, imported: await importFiles(order) });
  } catch (error) {
    // A file that was moved or locked since it was dropped cannot be read.
    const message = error instanceof Error ? error.message : String(error);
    post({ kind: "imported", id, imported: { kind: "issues", issues: [{ path: "", message }] } });
  }
}
post({ kind: "ready", presets: presetViews });
