// Run in a worker thread: answers with the digest of each preset it was given.
import { parentPort, workerData } from "node:worker_threads";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";

const presets = workerData as readonly string[];
parentPort?.postMessage(presets.map((preset) => simulateSync(loadScenarioOrThrow(preset)).digest));
