/** A worker that reads plans, runs draws of them and sums up what came out; several share a study. */
import type { MoneyStudy } from "../../src/index.ts";
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
    else post(await money(message));
  } catch (error) {
    post({ kind: "failed", id, message: error instanceof Error ? error.message : String(error) });
  }
}

let study: Promise<MoneyStudy> | undefined;

/** Fetched when ranges of money are asked for. */
async function money(
  message: Extract<ToStudyWorker, { kind: "money-open" | "money-run" | "money-read" }>,
): Promise<FromStudyWorker> {
  const { id, kind } = message;
  const { openRanges, readRanges } = await import("./ranges.ts");
  if (kind === "money-open") {
    study = openRanges(message.request, message.basis);
    return { kind, id, total: (await study).tasks.length };
  }
  const opened = await study;
  if (opened === undefined) throw new Error("no run was named to draw ranges of");
  if (kind === "money-read") return { kind, id, ranges: readRanges(opened, message.done) };
  const task = opened.tasks[message.task];
  if (task === undefined) throw new RangeError(`there is no task ${message.task}`);
  return { kind: "money-ran", id, done: await opened.run(task) };
}
