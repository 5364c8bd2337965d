// Run by a fresh process: resumes the run saved in a file, under the model of a preset, and prints its digest.
import { readFileSync } from "node:fs";
import { deserialize } from "node:v8";
import { compileModel, loadScenarioOrThrow, resumeRun } from "../../src/index.ts";

const [preset = "", file = ""] = process.argv.slice(2);
const run = resumeRun(compileModel(loadScenarioOrThrow(preset)), deserialize(readFileSync(file)));
process.stdout.write(run.finish().digest);
