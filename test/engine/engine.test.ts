import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Engine, exponential, Stream } from "../../src/engine/index.ts";
import type { EngineSnapshot } from "../../src/engine/index.ts";

const [TICK, PAIR, VICTIM] = [0, 1, 2];

/** A busy little model: every tick plants two events, cancels one now and then, and writes down what happened. */
function busyModel(): { engine: Engine; trace: number[]; digest: () => string } {
  const engine = new Engine();
  const stream = new Stream(7, 0, "busy");
  const trace: number[] = [];
  engine.on(TICK, (k, now) => {
    trace.push(now, TICK, k);
    const victim = engine.after(exponential(stream.uniform(1, k), 500), 3, VICTIM, k);
    if (k % 3 === 0) engine.cancel(victim);
    // A zero delay and a tie across classes.
    engine.after(0, k % 2, PAIR, k);
    engine.after(Math.ceil(exponential(stream.uniform(0, k), 10)), 1, TICK, k + 1);
  });
  engine.on(PAIR, (k, now) => trace.push(now, PAIR, k));
  engine.on(VICTIM, (k, now) => trace.push(now, VICTIM, k));
  engine.at(0, 0, TICK, 0);
  const digest = () =>
    createHash("sha256")
      .update(
        new Uint8Array(Float64Array.from([...trace, engine.now, engine.executed, engine.pending]).buffer),
      )
      .digest("hex");
  return { engine, trace, digest };
}

function engineWithLog(): { engine: Engine; log: number[][] } {
  const engine = new Engine();
  const log: number[][] = [];
  engine.on(0, (payload, now) => log.push([now, payload]));
  return { engine, log };
}

describe("run", () => {
  test("runs events by time, then class, then order of scheduling", () => {
    const { engine, log } = engineWithLog();
    engine.at(5, 1, 0, 1);
    engine.at(5, 0, 0, 2);
    engine.at(3, 9, 0, 3);
    engine.at(5, 1, 0, 4);
    engine.at(5, 0, 0, 5);
    expect(engine.run(10)).toEqual({ reason: "empty", executed: 5 });
    expect(log).toEqual([
      [3, 3],
      [5, 2],
      [5, 5],
      [5, 1],
      [5, 4],
    ]);
  });

  test("runs what is due exactly at the horizon, once, and leaves the clock there", () => {
    const { engine, log } = engineWithLog();
    engine.at(10, 0, 0, 1);
    engine.at(10.5, 0, 0, 2);
    expect(engine.run(10)).toEqual({ reason: "horizon", executed: 1 });
    expect([engine.now, engine.pending, engine.nextTime]).toEqual([10, 1, 10.5]);
    expect(engine.run(10)).toEqual({ reason: "horizon", executed: 0 });
    expect(engine.run(100)).toEqual({ reason: "empty", executed: 1 });
    expect(engine.now).toBe(100);
    expect(log).toEqual([
      [10, 1],
      [10.5, 2],
    ]);
  });

  test("an infinite horizon leaves the clock at the last event", () => {
    const { engine } = engineWithLog();
    engine.at(4, 0, 0, 1);
    expect(engine.run(Infinity).reason).toBe("empty");
    expect(engine.now).toBe(4);
  });

  test("any slicing equals one go, by time, by budget or by stop()", () => {
    const whole = busyModel();
    whole.engine.run(5_000);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        (cuts, budget) => {
          const byTime = busyModel();
          for (const cut of cuts.toSorted((a, b) => a - b)) byTime.engine.run(cut);
          byTime.engine.run(5_000);
          expect(byTime.digest()).toBe(whole.digest());
          const byBudget = busyModel();
          while (byBudget.engine.run(5_000, { maxEvents: budget }).reason === "budget");
          expect(byBudget.digest()).toBe(whole.digest());
        },
      ),
      { numRuns: 20 },
    );
    const slices = busyModel();
    for (let slice = 1; slice <= 10; slice++) slices.engine.run(slice * 500);
    expect(slices.digest()).toBe(whole.digest());
  });

  test("stop() ends after the event being handled and can be resumed", () => {
    const { engine, log } = engineWithLog();
    engine.on(1, () => engine.stop());
    engine.at(1, 0, 0, 1);
    engine.at(2, 0, 1, 0);
    engine.at(2, 0, 0, 2);
    engine.at(3, 0, 0, 3);
    expect(engine.run(10)).toEqual({ reason: "stopped", executed: 2 });
    expect(engine.now).toBe(2);
    expect(engine.run(10)).toEqual({ reason: "empty", executed: 2 });
    expect(log.map((row) => row[1])).toEqual([1, 2, 3]);
  });

  test("a spent budget does not hide that the horizon is reached", () => {
    const { engine } = engineWithLog();
    engine.at(1, 0, 0, 1);
    engine.at(20, 0, 0, 2);
    expect(engine.run(10, { maxEvents: 1 })).toEqual({ reason: "horizon", executed: 1 });
    expect(engine.run(30, { maxEvents: 1 })).toEqual({ reason: "empty", executed: 1 });
  });

  test("cancelled events never run, never count and never move the clock", () => {
    const { engine, log } = engineWithLog();
    const handle = engine.at(1_000_000, 0, 0, 1);
    engine.at(1, 0, 0, 2);
    expect(engine.pending).toBe(2);
    expect(engine.cancel(handle)).toBe(true);
    expect(engine.cancel(handle)).toBe(false);
    expect(engine.pending).toBe(1);
    expect(engine.run(Infinity)).toEqual({ reason: "empty", executed: 1 });
    expect(engine.now).toBe(1);
    expect(log).toEqual([[1, 2]]);
  });

  test("an event may cancel another of the same instant, but not itself", () => {
    const engine = new Engine();
    const log: string[] = [];
    let own = 0;
    let other = 0;
    engine.on(0, () => log.push(`own ${engine.cancel(own)}`, `other ${engine.cancel(other)}`));
    engine.on(1, () => log.push("other ran"));
    own = engine.at(1, 0, 0, 0);
    other = engine.at(1, 0, 1, 0);
    engine.run(2);
    expect(log).toEqual(["own false", "other true"]);
  });
});

describe("what the engine refuses", () => {
  test.each([
    [3, "cannot schedule at 3.0; now is 5.0"],
    [NaN, "cannot schedule at NaN; now is 5.0"],
    [Infinity, "cannot schedule at Infinity; now is 5.0"],
  ])("an event at %d when now is 5", (time, message) => {
    const { engine } = engineWithLog();
    engine.run(5);
    expect(() => engine.at(time, 0, 0, 0)).toThrow(message);
    expect(() => engine.after(time - 5, 0, 0, 0)).toThrow("cannot schedule at");
  });

  test.each([
    ["event class", 255, 0, 0],
    ["event class", -1, 0, 0],
    ["event class", 0.5, 0, 0],
    ["handler", 0, -1, 0],
    ["handler", 0, 0.5, 0],
    ["handler", 0, 65_536, 0],
    ["payload", 0, 0, 0.5],
    ["payload", 0, 0, 2 ** 31],
  ])("a bad %s", (_, eventClass, handler, payload) => {
    const { engine } = engineWithLog();
    expect(() => engine.at(1, eventClass, handler, payload)).toThrow(/cannot schedule: event class must be/);
  });

  test("a horizon in the past, a budget below one, a run within a run", () => {
    const { engine } = engineWithLog();
    engine.run(5);
    expect(() => engine.run(4)).toThrow("cannot run until 4; now is 5");
    expect(() => engine.run(NaN)).toThrow("cannot run until NaN");
    expect(() => engine.run(9, { maxEvents: 0 })).toThrow("maxEvents must be at least 1 (found 0)");
    engine.on(1, () => void engine.run(20));
    engine.at(6, 0, 1, 0);
    expect(() => engine.run(9)).toThrow(/handler 1, payload 0, at 6\.0 s: cannot run: a run is in progress/);
    expect(() => engine.on(-1, () => {})).toThrow("handler id must be a whole number");
  });

  test("an endless zero-delay loop, naming the handler, but not many events at one instant within the limit", () => {
    const engine = new Engine();
    engine.on(4, () => void engine.after(0, 0, 4, 0), "spinner");
    engine.at(5, 0, 4, 0);
    expect(() => engine.run(9, { maxPerInstant: 1_000 })).toThrow(
      "endless loop at 5.0 s: more than 1000 events at one instant, the last by handler 4 (spinner)",
    );
    const { engine: calm, log } = engineWithLog();
    for (let id = 0; id < 1_000; id++) calm.at(5, 0, 0, id);
    calm.run(9, { maxPerInstant: 1_000 });
    expect(log.length).toBe(1_000);
  });

  test("slicing does not hide an endless loop", () => {
    const engine = new Engine();
    engine.on(4, () => void engine.after(0, 0, 4, 0));
    engine.at(5, 0, 4, 0);
    const slices = () => {
      for (let slice = 0; slice < 200; slice++) engine.run(9, { maxEvents: 10, maxPerInstant: 1_000 });
    };
    expect(slices).toThrow("endless loop");
  });

  test("an event without a handler", () => {
    const engine = new Engine();
    engine.at(1, 0, 3, 0);
    expect(() => engine.run(2)).toThrow("handler 3 is not registered: call on() for it");
  });

  test("a handler's error is told with its event, and the cause is kept", () => {
    const engine = new Engine();
    const cause = new Error("no chips");
    engine.on(
      2,
      () => {
        throw cause;
      },
      "delivery",
    );
    engine.at(7, 0, 2, 42);
    let error: unknown;
    try {
      engine.run(9);
    } catch (thrown) {
      error = thrown;
    }
    expect(String(error)).toBe("Error: handler 2 (delivery), payload 42, at 7.0 s: no chips");
    expect((error as Error).cause).toBe(cause);
    // The engine is not stuck in the run.
    expect(engine.run(9).reason).toBe("empty");
  });
});

describe("snapshot", () => {
  test("restored into a new engine, the rest equals never stopping", () => {
    const whole = busyModel();
    whole.engine.run(5_000);
    const first = busyModel();
    first.engine.run(4_321);
    const plain: EngineSnapshot = structuredClone(first.engine.snapshot());
    const second = busyModel();
    second.engine.restore(plain);
    second.trace.push(...first.trace);
    second.engine.run(5_000);
    expect(second.digest()).toBe(whole.digest());
    // Taking the snapshot left the first engine as it was, and using it left the snapshot as it was.
    first.engine.run(5_000);
    expect(first.digest()).toBe(whole.digest());
  });

  test("handles stay valid across it", () => {
    const { engine } = engineWithLog();
    const handle = engine.at(10, 0, 0, 1);
    const copy = engineWithLog();
    copy.engine.restore(engine.snapshot());
    expect(copy.engine.isPending(handle)).toBe(true);
    expect(copy.engine.cancel(handle)).toBe(true);
    expect(engine.isPending(handle)).toBe(true);
  });

  test("taken from within a handler's stop, it goes on with the next event", () => {
    const { engine } = engineWithLog();
    engine.on(1, () => engine.stop());
    engine.at(1, 0, 1, 0);
    engine.at(1, 0, 0, 5);
    engine.run(3);
    const copy = engineWithLog();
    copy.engine.restore(engine.snapshot());
    copy.engine.run(3);
    expect(copy.log).toEqual([[1, 5]]);
  });
});
