import { describe, expect, test } from "vitest";
import { QUEUE, QueueHour } from "../../src/inference/queue-hour.ts";

/** The same hour in steps of 1/50 s. */
function stepped(arrivals: number, capacity: number, patience: number): { wait: number; weight: number }[] {
  const dt = 0.02;
  const out: { wait: number; weight: number }[] = [];
  let backlog = 0;
  for (let t = 0; t < 3600; t += dt) {
    const wait = backlog / capacity;
    const most = capacity * patience;
    const taken = Math.min(arrivals * dt, most - backlog + capacity * dt);
    out.push({ wait, weight: taken });
    backlog = Math.max(0, backlog + taken - capacity * dt);
  }
  return out;
}
const quantile = (list: { wait: number; weight: number }[], share: number): number => {
  const all = list.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  for (const { wait, weight } of list.toSorted((a, b) => a.wait - b.wait)) {
    sum += weight;
    if (sum >= share * all) return wait;
  }
  return NaN;
};

describe("an hour in which more comes than is served", () => {
  test.each([
    [120, 100, 30],
    [101, 100, 30],
    [101, 100, 300],
    [300, 100, 10],
  ])(
    "%d a second for a capacity of %d and a patience of %d s: as stepped through",
    (arrivals, capacity, patience) => {
      const waits = new QueueHour().measure(arrivals, capacity, patience, patience / 3);
      const list = stepped(arrivals, capacity, patience);
      const all = list.reduce((sum, { weight }) => sum + weight, 0);
      const near = (found: number | undefined, expected: number): void =>
        expect(Math.abs((found ?? NaN) - expected)).toBeLessThan(0.01 * patience);
      near(waits[QUEUE.mean], list.reduce((sum, { wait, weight }) => sum + wait * weight, 0) / all);
      near(waits[QUEUE.p50], quantile(list, 0.5));
      near(waits[QUEUE.p99], quantile(list, 0.99));
      const within =
        list.reduce((sum, { wait, weight }) => sum + (wait <= patience / 3 ? weight : 0), 0) / all;
      expect(Math.abs((waits[QUEUE.within] ?? NaN) - within)).toBeLessThan(0.01);
    },
  );
});
