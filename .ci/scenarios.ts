// Part of `npm run catalogue`: lists the files of models/scenarios/ in src/scenario/builtin-scenarios.ts and
// src/scenario/fetched-scenarios.ts, so that a new preset is one new file. With --check it only says whether the
// lists are in step.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const folder = new URL("../models/scenarios/", import.meta.url);
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
const file = (id: string): string => `"../../models/scenarios/${id}.json"`;
/** On two lines where one would be longer than the formatter allows. */
const fetcher = (name: string, call: string): string => {
  const line = `  ${name}: () => ${call},`;
  return line.length > 110 ? `  ${name}: () =>\n    ${call},\n` : `${line}\n`;
};
const record = (type: string, lines: readonly string[]): string =>
  `Readonly<Record<string, ${type}>> = {${lines.length === 0 ? "" : `\n${lines.join("")}`}};\n`;

const texts: Readonly<Record<string, string>> = {
  "builtin-scenarios.ts": [
    "/** The files of models/scenarios/ by id. Written by `npm run catalogue`; do not edit. */\n",
    ...ids.map((id) => `import ${variable(id)} from ${file(id)} with { type: "json" };\n`),
    `\nexport const scenarioFiles: ${record(
      "unknown",
      ids.map((id) => `  ${key(id)}: ${variable(id)},\n`),
    )}`,
  ].join(""),
  "fetched-scenarios.ts": [
    "/** The same files, each fetched when it is asked for. Written by `npm run catalogue`; do not edit. */\n",
    `export const scenarioFetchers: ${record(
      "() => Promise<{ readonly default: unknown }>",
      ids.map((id) => fetcher(key(id), `import(${file(id)}, { with: { type: "json" } })`)),
    )}`,
  ].join(""),
};

for (const [name, text] of Object.entries(texts)) {
  const target = new URL(`../src/scenario/${name}`, import.meta.url);
  const inStep = existsSync(target) && readFileSync(target, "utf8") === text;
  if (process.argv.includes("--check")) {
    if (inStep) continue;
    console.error(`src/scenario/${name} must match models/scenarios/: run npm run catalogue`);
    process.exitCode = 1;
  } else if (!inStep) {
    writeFileSync(target, text);
    console.log(`src/scenario/${name}: ${ids.length} presets`);
  }
}
