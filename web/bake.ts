// Runs the default preset and writes it in the baked form: `node web/bake.ts [file]`, or to standard output.
import { writeFileSync } from "node:fs";
import { presets } from "../src/index.ts";
import { bake } from "./view/baked.ts";
import { run } from "./worker/whole.ts";

const preset = "rainier";

const outcome = await run({ preset, patch: {} });
if (outcome.kind === "issues") {
  throw new Error(outcome.issues.map(({ path, message }) => `${preset}: ${path} ${message}`).join("\n"));
}
const presetViews = presets.map(({ id, title, description }) => ({ id, title, description }));
const text = JSON.stringify(bake(outcome.view, presetViews));
const [file] = process.argv.slice(2);
if (file === undefined) process.stdout.write(text);
else writeFileSync(file, text);
