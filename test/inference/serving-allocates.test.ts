// Nothing is built in the hour loop: what it leaves behind in thousands of hours is the event log, and what it throws away are
// numbers the engine boxes on their way through calls, no arrays and no objects.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { servingAlone, servingModel } from "../bench/serving-hours.ts";

it(
  "the hour loop of 6 regions x 4 classes x 4 models allocates nothing but boxed numbers",
  { timeout: 60_000 },
  () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const serving = servingAlone(servingModel(1));
    let now = 0;
    const run = (hours: number): void => {
      for (let h = 0; h < hours; h++, now += 3600) serving.hour(now);
    };
    // All models are released and all tables made.
    run(56_000);
    const HOURS = 2000;
    collect();
    collect();
    const before = process.memoryUsage();
    run(HOURS);
    const after = process.memoryUsage();
    collect();
    const kept = process.memoryUsage();
    expect((kept.heapUsed - before.heapUsed) / HOURS).toBeLessThan(200);
    // 264 cells: one small object each would be 8 kB an hour.
    expect((after.heapUsed - before.heapUsed) / HOURS).toBeLessThan(6000);
    expect(after.arrayBuffers).toBeLessThanOrEqual(before.arrayBuffers);
  },
);
