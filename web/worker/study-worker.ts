/** A worker that reads plans, runs draws of them and sums up what came out; several share a study. */
import { planOf, readRuns, runOne } from "./study.ts";
import type { FromStudyWorker, ToStudyWorker } from "./study-protocol.ts";

const post = (message: FromStudyWorker): void => postMessage(message);

addEventListener("message", (event: MessageEvent<ToStudyWorker>) => void answer(event.data));
post({ kind: "ready" });

async function answer(message: ToStudyWorker): Promise<void> {
  const { id } = message;
  try {
    if (message.kind === "plan") {
      const plan = await planOf(message.plans);
      if (typeof plan === "string") post({ kind: "planned", id, variants: 0, refused: plan });
      else post({ kind: "planned", id, variants: plan.variants.length });
    } else if (message.kind === "run")
      post({
        kind: "ran",
        id,
        run: { draw: message.draw, outcome: await runOne(message.plans, message.draw) },
      });
    else if (message.kind === "read")
      post({ kind: "view", id, view: await readRuns(message.plans, message.runs) });
    else post(await (await import("./study-money.ts")).answerMoney(message));
  } catch (error) {
    post({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
  }
}
