// Checkpoints and recovery that contradict themselves, with the path and what was found.
import { expect, test } from "vitest";
import { formatIssue, loadScenario } from "../../src/scenario/index.ts";
import { tiny } from "./tiny.ts";

const faults = (change: object): readonly string[] => {
  const loaded = loadScenario(tiny, { patch: { training: { campaigns: { one: change } } } });
  return loaded.ok ? [] : loaded.issues.map(formatIssue);
};
const at = "training.campaigns.one";

test.each([
  {
    change: { checkpoint: { sizeGb: 100 } },
    fault: `${at}.checkpoint must give sizeGb and storeGbPerS together`,
  },
  { change: { checkpoint: { stallSeconds: 3 } }, fault: `${at}.checkpoint.stallSeconds needs mode async` },
  { change: { checkpoint: { interval: "yuong" } }, fault: `${at}.checkpoint.interval` },
  { change: { recovery: { by: "replica", replicas: 1, pauseMinutes: 1 } }, fault: `${at}.recovery.replicas` },
  { change: { recovery: { by: "standby", swapMinutes: 1 } }, fault: `${at}.recovery.chips` },
])("$fault", ({ change, fault }) => {
  expect(faults(change).join("\n")).toContain(fault);
});

test("what agrees with itself is taken", () => {
  expect(
    faults({
      checkpoint: { sizeGb: 65_536, storeGbPerS: 2000, mode: "async", stallSeconds: 2, interval: "daly" },
      recovery: { by: "standby", chips: 64, swapMinutes: 1 },
    }),
  ).toEqual([]);
});
