// The figures of docs/how-to/choose-where-to-serve.md are what runs give.
import { expect, it } from "vitest";
import { parse } from "yaml";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import type { LoadOptions, Result } from "../../src/index.ts";
import { readText } from "../house/files.ts";
import { blocksOf } from "./blocks.ts";

const PAGE = "docs/how-to/choose-where-to-serve.md";
const file = blocksOf(PAGE).find(({ mark }) => mark === "file: asia.yaml")?.text ?? "";
const text = readText(PAGE).replaceAll(/\s+/g, " ");

const run = (region: string): Result => {
  const settings: LoadOptions["settings"] = [{ path: "sites.campus.region", value: region }];
  return simulateSync(loadScenarioOrThrow(parse(file) as object, { settings }));
};
const ttft = (result: Result): number => result.headlines.find(({ id }) => id === "ttft-p99")?.value ?? NaN;
const median = (result: Result): number => result.latency?.regions[0]?.ttftP50Seconds ?? NaN;

it("says what serving from Tokyo buys, and what trains at night", () => {
  const [oregon, tokyo] = [run("us-west-2"), run("ap-northeast-1")];
  expect(text).toContain(`within ${ttft(oregon).toFixed(3)} s from Oregon and ${ttft(tokyo).toFixed(3)} s`);
  expect(text).toContain(`within ${median(oregon).toFixed(3)} s and ${median(tokyo).toFixed(3)} s`);
  expect(text).toContain(`${Math.round(1000 * (median(oregon) - median(tokyo)))} ms of 153`);
  // The round trips are published.
  expect(ttft(oregon) - ttft(tokyo)).toBeCloseTo((98.5 - 2.5) / 1000, 3);
  const serving =
    tokyo.profiles.find(({ series }) => series === "serving.chips")?.mean ?? new Float64Array(0);
  // Tuesday to Thursday, UTC.
  const weekdays = Array.from(serving.slice(-144, -72));
  const [least, most] = [Math.min(...weekdays), Math.max(...weekdays)];
  const tens = (chips: number): string => (10 * Math.round(chips / 10)).toLocaleString("en");
  expect(text).toContain(`serving takes ${tens(most)} chips at 14:00 in Tokyo and ${tens(least)} at 6:00`);
  expect([weekdays.indexOf(most) % 24, weekdays.indexOf(least) % 24]).toEqual([5, 21]);
  const chips = tokyo.headlines.find(({ id }) => id === "chips")?.value ?? NaN;
  expect(text).toContain(`= ${tens(chips - 1.1 * least)} chips for jobs`);
});
