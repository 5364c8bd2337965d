// What is generated and committed is in step with its source.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { presets, scenarioJsonSchema } from "../../src/scenario/index.ts";
import { scenarioReference } from "../../src/scenario/schema-doc.ts";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("docs/reference/scenario.md is what the schema says (node .ci/reference.ts)", () => {
  expect(read("docs/reference/scenario.md")).toBe(scenarioReference());
});

test("models/scenario.schema.json is what the schema says (npm run schema)", () => {
  expect(JSON.parse(read("models/scenario.schema.json"))).toEqual(
    JSON.parse(JSON.stringify(scenarioJsonSchema())),
  );
});

test("every file of models/scenarios is a preset (npm run catalogue)", () => {
  execFileSync(process.execPath, [".ci/scenarios.ts", "--check"], { stdio: "pipe" });
  expect(presets.map(({ id }) => id)).toEqual(expect.arrayContaining(["first-campus", "rainier"]));
});
