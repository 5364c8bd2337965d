import { describe, expect, test } from "vitest";
import { Engine, Stream, ThinnedHazard } from "../../src/engine/index.ts";

interface Fixture {
  readonly engine: Engine;
  readonly hazard: ThinnedHazard;
  /** Candidates as [pool, time, number]. */
  readonly log: [number, number, number][];
}

function fixture(pools: number, entities?: readonly number[], seed = 1): Fixture {
  const engine = new Engine();
  const log: [number, number, number][] = [];
  const hazard = new ThinnedHazard(engine, {
    pools,
    handlerId: 0,
    eventClass: 2,
    stream: new Stream(seed, 0, "failures"),
    onCandidate: (pool, now, candidate) => log.push([pool, now, candidate]),
    ...(entities && { entities }),
  });
  return { engine, hazard, log };
}

describe("ThinnedHazard", () => {
  test("candidates come at the pool's rate, with exponential gaps", () => {
    const { engine, hazard, log } = fixture(2);
    hazard.setRate(0, 0.5);
    hazard.setRate(1, 0.05);
    engine.run(200_000);
    const times = log.filter(([pool]) => pool === 0).map(([, time]) => time);
    // A Poisson count: 4 standard deviations.
    expect(Math.abs(times.length - 100_000)).toBeLessThan(4 * Math.sqrt(100_000));
    expect(Math.abs(log.length - times.length - 10_000)).toBeLessThan(4 * 100);
    const gaps = times.map((time, index) => time - (times[index - 1] ?? 0)).sort((a, b) => a - b);
    const distance = Math.max(
      ...gaps.map((gap, index) => Math.abs((index + 1) / gaps.length - (1 - Math.exp(-0.5 * gap)))),
    );
    expect(distance * Math.sqrt(gaps.length)).toBeLessThan(1.95);
    expect(
      log
        .filter(([pool]) => pool === 1)
        .map(([, , candidate]) => candidate)
        .slice(0, 3),
    ).toEqual([0, 1, 2]);
  });

  test("a change of rate stretches the wait and draws nothing: candidate k is the same point of the accumulated hazard", () => {
    const steady = fixture(1);
    steady.hazard.setRate(0, 1);
    steady.engine.run(1_000);
    const varied = fixture(1);
    let hazardTime = 0;
    const clock: [number, number, number][] = [];
    for (const [rate, seconds] of [
      [2, 100],
      [0, 50],
      [0.25, 800],
      [4, 150],
    ] as const) {
      varied.hazard.setRate(0, rate);
      const from = varied.engine.now;
      const seen = varied.log.length;
      varied.engine.run(from + seconds);
      for (const [pool, time, k] of varied.log.slice(seen))
        clock.push([pool, hazardTime + (time - from) * rate, k]);
      hazardTime += rate * seconds;
    }
    expect(hazardTime).toBe(1_000);
    expect(clock.length).toBe(steady.log.length);
    clock.forEach(([, time, k], index) => {
      expect(time).toBeCloseTo(steady.log[index]![1], 8);
      expect(k).toBe(steady.log[index]![2]);
    });
  });

  test("rate 0 suspends, and setting the rate it has changes nothing", () => {
    const { engine, hazard, log } = fixture(1);
    engine.run(10);
    expect([log.length, engine.pending]).toEqual([0, 0]);
    hazard.setRate(0, 1);
    const due = engine.nextTime;
    hazard.setRate(0, 1);
    expect([engine.nextTime, engine.pending, hazard.rateOf(0)]).toEqual([due, 1, 1]);
    hazard.setRate(0, 0);
    engine.run(1e9);
    expect(log.length).toBe(0);
    expect(engine.pending).toBe(0);
  });

  test("a pool's points depend on its key, not on its place or on other pools", () => {
    const pair = fixture(2, [77, 99]);
    pair.hazard.setRate(0, 1);
    pair.hazard.setRate(1, 1);
    pair.engine.run(100);
    const alone = fixture(1, [99]);
    alone.hazard.setRate(0, 1);
    alone.engine.run(100);
    expect(pair.log.filter(([pool]) => pool === 1).map(([, time]) => time)).toEqual(
      alone.log.map(([, time]) => time),
    );
    expect(pair.log.filter(([pool]) => pool === 0).map(([, time]) => time)).not.toEqual(
      alone.log.map(([, time]) => time),
    );
  });

  test("snapshot and restore go on as if nothing happened", () => {
    const drive = ({ engine, hazard }: Fixture, from: number, to: number): void => {
      for (let step = from; step < to; step++) {
        hazard.setRate(step % 3, (step % 5) / 10);
        engine.run((step + 1) * 7);
      }
    };
    const whole = fixture(3);
    drive(whole, 0, 100);
    const first = fixture(3);
    drive(first, 0, 41);
    const plain = structuredClone({ engine: first.engine.snapshot(), hazard: first.hazard.snapshot() });
    const second = fixture(3);
    second.engine.restore(plain.engine);
    second.hazard.restore(plain.hazard);
    drive(second, 41, 100);
    expect([...first.log, ...second.log]).toEqual(whole.log);
    expect(() => fixture(2).hazard.restore(plain.hazard)).toThrow("snapshot holds 3 pools, this run has 2");
  });

  test("the victim's handler may change the rate of its own pool", () => {
    const engine = new Engine();
    let left = 10;
    const hazard: ThinnedHazard = new ThinnedHazard(engine, {
      pools: 1,
      handlerId: 0,
      eventClass: 0,
      stream: new Stream(3, 0, "dying"),
      onCandidate: (pool) => hazard.setRate(pool, --left),
    });
    hazard.setRate(0, left);
    expect(engine.run(1e6)).toEqual({ reason: "empty", executed: 10 });
  });

  test("refuses rates and pools out of range", () => {
    const { hazard } = fixture(1);
    for (const rate of [-1, NaN, Infinity])
      expect(() => hazard.setRate(0, rate)).toThrow("hazard rate must be at least 0");
    expect(() => hazard.setRate(1, 1)).toThrow("pool must be below 1 (found 1)");
  });
});
