/** The worker that runs Models: one at a time; a cancel takes effect at the run's next pause for breath. */
import { fetchAllMechanisms } from "../../src/index.ts";
import { execute } from "./execute.ts";
import type { FromRunWorker, RunOrder, ToRunWorker } from "./protocol.ts";

const running = new Map<number, AbortController>();
const post = (message: FromRunWorker): void => postMessage(message);

addEventListener("message", (event: MessageEvent<ToRunWorker>) => {
  const message = event.data;
  if (message.kind === "run") void perform(message);
  else running.get(message.id)?.abort(new DOMException("cancelled", "AbortError"));
});
post({ kind: "ready" });

async function perform({ id, model, shown }: RunOrder): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const began = performance.now();
  try {
    const view = await execute(model, shown, {
      signal: controller.signal,
      onProgress: (fraction) => post({ kind: "progress", id, fraction }),
    });
    post({ kind: "done", id, view, milliseconds: performance.now() - began });
  } catch (error) {
    if (controller.signal.aborted) post({ kind: "cancelled", id });
    else post({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(id);
  }
  // After the first run there is time for what other models ask for; who needs it asks again, and hears what is wrong.
  fetchAllMechanisms().catch(() => undefined);
}
