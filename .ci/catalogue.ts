// Part of `npm run catalogue`: bundles the files of models/ (but scenarios, lessons and gangs) into models/index.json,
// which the sources, the build and the browser import alike, so that a new chip is one new file.
// With --check it only says whether the bundle is in step.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const models = new URL("../models/", import.meta.url);
const target = new URL("index.json", models);
const apart = ["scenarios", "lessons", "workloads", "gangs"];

const files = readdirSync(models, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !apart.includes(entry.name))
  .flatMap(({ name: folder }) =>
    readdirSync(new URL(`${folder}/`, models), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".json"))
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
  )
  .sort();

const read = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(new URL(file, models), "utf8"));
  } catch (error) {
    console.error(`models/${file} must be JSON (${error instanceof Error ? error.message : String(error)})`);
    process.exit(1);
  }
};

// One line a file: a change of one number is a change of one line.
const text = `{\n${files.map((file) => `${JSON.stringify(file)}: ${JSON.stringify(read(file))}`).join(",\n")}\n}\n`;
const inStep = existsSync(target) && readFileSync(target, "utf8") === text;

if (process.argv.includes("--check")) {
  if (!inStep) console.error("models/index.json must match the files of models/: run npm run catalogue");
  process.exitCode = inStep ? 0 : 1;
} else if (!inStep) {
  writeFileSync(target, text);
  console.log(`models/index.json: ${files.length} files`);
}
