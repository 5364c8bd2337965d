// Air halls made liquid ones: as far as they stand empty, as soon as they do, back when they are done.
import { describe, expect, it } from "vitest";
import { Engine } from "../../src/engine/index.ts";
import { Retrofit } from "../../src/fleet/retrofit.ts";
import { EventLog } from "../../src/ledger/event-log.ts";

function site(empty: number): {
  readonly engine: Engine;
  readonly retrofit: Retrofit;
  readonly log: EventLog;
  readonly done: [string, number, number][];
  /** So many watts come empty. */
  leave(watts: number): void;
} {
  const engine = new Engine();
  const log = new EventLog();
  const done: [string, number, number][] = [];
  let left = empty;
  const retrofit = new Retrofit({
    engine,
    log,
    handler: 0,
    eventClass: 1,
    siteId: () => "campus",
    emptyAirWatts: () => left,
    close: (_, watts, now) => {
      left -= watts;
      done.push(["close", watts, now]);
    },
    reopen: (_, watts, now) => done.push(["reopen", watts, now]),
  });
  const leave = (watts: number): void => {
    left += watts;
  };
  return { engine, retrofit, log, done, leave };
}

describe("a retrofit", () => {
  it("takes what stands empty and brings it back when it is done", () => {
    const { engine, retrofit, done } = site(5e6);
    retrofit.ask(0, 3e6, 100, NaN, 0);
    expect(done).toEqual([["close", 3e6, 0]]);
    engine.run(99);
    expect(done).toHaveLength(1);
    engine.run(100);
    expect(done).toEqual([
      ["close", 3e6, 0],
      ["reopen", 3e6, 100],
    ]);
  });

  it("takes the rest as it comes empty, each stretch out of use for its own time", () => {
    const { engine, retrofit, done, leave } = site(1e6);
    retrofit.ask(0, 3e6, 100, NaN, 0);
    engine.run(40);
    leave(1.5e6);
    retrofit.proceed(0, 40);
    leave(2e6);
    retrofit.proceed(0, 60);
    retrofit.proceed(0, 70);
    engine.run(1000);
    expect(done).toEqual([
      ["close", 1e6, 0],
      ["close", 1.5e6, 40],
      ["close", 0.5e6, 60],
      ["reopen", 1e6, 100],
      ["reopen", 1.5e6, 140],
      ["reopen", 0.5e6, 160],
    ]);
  });

  it("leaves less than a kilowatt, and other sites, as they are", () => {
    const { retrofit, done } = site(999);
    retrofit.ask(0, 3e6, 100, NaN, 0);
    retrofit.proceed(1, 0);
    expect(done).toEqual([]);
  });

  it("says in the log what is out of use and what is back, and that the one led to the other", () => {
    const { engine, retrofit, log } = site(5e6);
    retrofit.ask(0, 3e6, 100, NaN, 0);
    engine.run(1000);
    expect(log.rows.map(({ kind, now, cause, amount }) => [kind, now, cause, amount])).toEqual([
      ["retrofit", 0, -1, 3e6],
      ["retrofitted", 100, 0, 3e6],
    ]);
  });

  it("goes on from a saved state, and the saved state stays as it was", () => {
    const { retrofit, done, leave } = site(1e6);
    retrofit.ask(0, 3e6, 100, NaN, 0);
    const saved = retrofit.snapshot();
    leave(1e6);
    retrofit.proceed(0, 10);
    expect(saved.jobs).toHaveLength(1);
    retrofit.restore(saved);
    leave(5e6);
    retrofit.proceed(0, 20);
    expect(done.map(([, watts]) => watts)).toEqual([1e6, 1e6, 2e6]);
  });
});
