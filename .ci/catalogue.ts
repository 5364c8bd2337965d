// Part of `npm run catalogue`: bundles the files of models/ (but scenarios, lessons and gangs) into models/index.json,
// which the sources, the build and the browser import alike, so that a new chip is one new file; and those of
// models/announcements/ into models/news.json, which a page fetches only when somebody asks for news.
// With --check it only says whether the bundles are in step.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const models = new URL("../models/", import.meta.url);
const apart = ["scenarios", "lessons", "workloads", "gangs", "announcements"];

const jsonIn = (folder: string): readonly string[] =>
  readdirSync(new URL(`${folder}/`, models), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);

const read = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(new URL(file, models), "utf8"));
  } catch (error) {
    console.error(`models/${file} must be JSON (${error instanceof Error ? error.message : String(error)})`);
    process.exit(1);
  }
};

const folders = readdirSync(models, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !apart.includes(entry.name))
  .flatMap(({ name }) => jsonIn(name));
const bundles: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "index.json": Object.fromEntries(folders.sort().map((file) => [file, file])),
  // Keyed by id, which is the name of the file.
  "news.json": Object.fromEntries(
    [...jsonIn("announcements")].sort().map((file) => [file.replace(/^.*\/|\.json$/g, ""), file]),
  ),
};

for (const [name, files] of Object.entries(bundles)) {
  const target = new URL(name, models);
  // One line a file: a change of one number is a change of one line.
  const lines = Object.entries(files).map(
    ([key, file]) => `${JSON.stringify(key)}: ${JSON.stringify(read(file))}`,
  );
  const text = `{\n${lines.join(",\n")}\n}\n`;
  const inStep = existsSync(target) && readFileSync(target, "utf8") === text;
  if (process.argv.includes("--check")) {
    if (inStep) continue;
    console.error(`models/${name} must match the files of models/: run npm run catalogue`);
    process.exitCode = 1;
  } else if (!inStep) {
    writeFileSync(target, text);
    console.log(`models/${name}: ${lines.length} files`);
  }
}
