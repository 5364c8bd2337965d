// Part of `npm run catalogue`: lists the files of models/scenarios/ in src/scenario/builtin-scenarios.ts, so that
// a new preset is one new file. With --check it only says whether the list is in step.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const folder = new URL("../models/scenarios/", import.meta.url);
const target = new URL("../src/scenario/builtin-scenarios.ts", import.meta.url);
const ids = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -".json".length))
  .sort();

const bad = ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id));
if (bad.length > 0) {
  console.error(`models/scenarios/${bad[0]}.json must be named in lower-case words joined by dashes`);
  process.exit(1);
}

const variable = (id: string): string =>
  `preset${id.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())}`;
const key = (id: string): string => (/^[a-z]\w*$/.test(id) ? id : JSON.stringify(id));
const body = ids.map((id) => `  ${key(id)}: ${variable(id)},\n`).join("");
const text = [
  "/** The files of models/scenarios/ by id. Written by `npm run catalogue`; do not edit. */\n",
  ...ids.map(
    (id) => `import ${variable(id)} from "../../models/scenarios/${id}.json" with { type: "json" };\n`,
  ),
  `\nexport const scenarioFiles: Readonly<Record<string, unknown>> = {${body === "" ? "" : `\n${body}`}};\n`,
].join("");
const inStep = existsSync(target) && readFileSync(target, "utf8") === text;

if (process.argv.includes("--check")) {
  if (!inStep)
    console.error("src/scenario/builtin-scenarios.ts must match models/scenarios/: run npm run catalogue");
  process.exitCode = inStep ? 0 : 1;
} else if (!inStep) {
  writeFileSync(target, text);
  console.log(`src/scenario/builtin-scenarios.ts: ${ids.length} presets`);
}
