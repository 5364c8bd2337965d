/** One thread of the pool: gets the scenarios first, then runs one draw after another. */
import { parentPort } from "node:worker_threads";
import type { Scenario } from "../../scenario/schema.ts";
import type { StudyJob } from "../jobs.ts";
import { runDraw } from "../jobs.ts";
import type { Outcome } from "../outcome.ts";
import { replyTo } from "./messages.ts";
import type { Request } from "./messages.ts";

if (parentPort === null) throw new Error("this file is the inside of a worker thread");
const port = parentPort;

port.once("message", ({ scenarios }: { readonly scenarios: readonly Scenario[] }) => {
  port.on("message", ({ job }: Request<StudyJob>) => {
    void replyTo(() => run(scenarios, job)).then((reply) => port.postMessage(reply));
  });
});

function run(scenarios: readonly Scenario[], job: StudyJob): Outcome {
  const scenario = scenarios[job.variant];
  if (scenario === undefined) throw new Error(`there is no scenario ${job.variant}`);
  return runDraw(scenario, job);
}
