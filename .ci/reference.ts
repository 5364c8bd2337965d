// Run after a change of the schema: writes docs/reference/scenario.md and models/scenario.schema.json out of the schema.
// With --check it only says whether they are in step.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { scenarioJsonSchema } from "../src/index.ts";
import { scenarioReference } from "../src/scenario/schema-doc.ts";

const files = {
  "../docs/reference/scenario.md": scenarioReference(),
  "../models/scenario.schema.json": `${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`,
};

for (const [path, text] of Object.entries(files)) {
  const target = new URL(path, import.meta.url);
  if (existsSync(target) && readFileSync(target, "utf8") === text) continue;
  if (process.argv.includes("--check")) {
    console.error(`${path.slice(3)} must match src/scenario/schema.ts: run node .ci/reference.ts`);
    process.exitCode = 1;
  } else {
    mkdirSync(new URL(".", target), { recursive: true });
    writeFileSync(target, text);
  }
}
