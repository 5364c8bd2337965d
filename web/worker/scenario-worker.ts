/** The worker that reads scenarios: it answers at once, also while a run is in flight in the other. */
import { fetchPresets, loadCompiler } from "../../src/index.ts";
import { prepare, scenarioTexts } from "./prepare.ts";
import type { FromScenarioWorker, ImportOrder, RunRequest, ToScenarioWorker } from "./protocol.ts";

const post = (message: FromScenarioWorker): void => postMessage(message);
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
/** For what is asked for ahead of its use: who uses it asks again, and hears what is wrong. */
const ahead = (coming: Promise<unknown>): void => void coming.catch(() => undefined);

addEventListener("message", (event: MessageEvent<ToScenarioWorker>) => {
  const message = event.data;
  if (message.kind === "import") void bringIn(message.id, message.order);
  else if (message.kind === "text") void write(message.id, message.request);
  else void read(message.id, message.request);
});
async function read(id: number, request: RunRequest): Promise<void> {
  try {
    const prepared = await prepare(request);
    if (prepared.kind === "issues") post({ kind: "issues", id, issues: prepared.issues });
    else post({ kind: "prepared", id, model: prepared.model, shown: prepared.shown });
  } catch (error) {
    post({ kind: "failed", id, message: textOf(error) });
  }
  // Any of them then opens at once, and without a network.
  ahead(fetchPresets());
}
async function write(id: number, request: RunRequest): Promise<void> {
  // Where a preset cannot be fetched, its run says so.
  const texts = await scenarioTexts(request).catch(() => ({ presetText: "{}", text: "{}" }));
  post({ kind: "text", id, ...texts });
}
async function bringIn(id: number, order: ImportOrder): Promise<void> {
  try {
    // Fetched when the first file comes: most readers bring none.
    const { importFiles } = await import("./import-files.ts");
    post({ kind: "imported", id, imported: await importFiles(order) });
  } catch (error) {
    // A file that was moved or locked since it was dropped cannot be read.
    post({
      kind: "imported",
      id,
      imported: { kind: "issues", issues: [{ path: "", message: textOf(error) }] },
    });
  }
}
// It comes while the page makes its first request.
ahead(loadCompiler());
post({ kind: "ready" });
