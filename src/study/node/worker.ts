/** One thread of the pool: gets the scenarios first, then runs one draw after another. */
import { parentPort } from "node:worker_threads";
import type { Scenario } from "../../scenario/schema.ts";
import type { StudyJob } from "../jobs.ts";
import { runDraw } from "../jobs.ts";
import type { Reply, Request, Start } from "./messages.ts";

if (parentPort === null) throw new Error("this file is the inside of a worker thread");
const port = parentPort;

port.once("message", ({ scenarios }: Start) => {
  port.on("message", ({ job }: Request) => port.postMessage(answer(scenarios, job)));
});

function answer(scenarios: readonly Scenario[], job: StudyJob): Reply {
  const scenario = scenarios[job.variant];
  if (scenario === undefined) return { ok: false, error: `there is no scenario ${job.variant}` };
  try {
    return { ok: true, outcome: runDraw(scenario, job) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
