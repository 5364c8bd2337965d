/** The worker: one run at a time; a cancel takes effect at the run's next pause for breath. */
import type { FromWorker, ToWorker } from "./protocol.ts";
import { presetViews, run, scenarioTexts } from "./simulator.ts";

const running = new Map<number, AbortController>();
const post = (message: FromWorker): void => postMessage(message);

addEventListener("message", (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  switch (message.kind) {
    case "run":
      void perform(message.id, message.request);
      break;
    case "cancel":
      running.get(message.id)?.abort(new DOMException("cancelled", "AbortError"));
      break;
    case "text":
      post({ kind: "text", id: message.id, ...scenarioTexts(message.request) });
      break;
  }
});
post({ kind: "ready", presets: presetViews });

async function perform(id: number, request: Parameters<typeof run>[0]): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const began = performance.now();
  try {
    const outcome = await run(request, {
      signal: controller.signal,
      onProgress: (fraction) => post({ kind: "progress", id, fraction }),
    });
    if (outcome.kind === "issues") post({ kind: "issues", id, issues: outcome.issues });
    else post({ kind: "done", id, view: outcome.view, milliseconds: performance.now() - began });
  } catch (error) {
    if (controller.signal.aborted) post({ kind: "cancelled", id });
    else post({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(id);
  }
}
