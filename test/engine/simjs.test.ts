import { expect, test, describe } from "vitest";
import { Engine, Entity, Event } from "../../src/engine/index.ts";
import { Sim } from "../../src/engine/simjs.ts";

/** An entity whose life is a function. */
function addTo(engine: Engine, life: (self: InstanceType<typeof Entity>) => void): void {
  class Actor extends Entity {
    start(): void {
      life(this);
    }
  }
  engine.addEntity(Actor);
}

describe("simjs entities on the engine", () => {
  test("loading simjs leaves no window behind", () => {
    expect(Reflect.has(globalThis, "window")).toBe(false);
    expect(new Engine()).toBeInstanceOf(Sim);
  });

  test("timers, events and messages share the engine's clock with its own events", () => {
    const engine = new Engine();
    const log: string[] = [];
    const gate = new Event("gate");
    engine.on(0, (payload, now) => log.push(`handler ${payload} at ${now}`));
    class Listener extends Entity {
      start(): void {
        this.waitEvent(gate).done(() => log.push(`gate at ${this.time()}`));
      }
      onMessage(_sender: unknown, message: string): void {
        log.push(`${message} at ${this.time()}`);
      }
    }
    class Sender extends Entity {
      start(): void {
        this.setTimer(4).done(() => gate.fire());
        this.send("hello", 6);
      }
    }
    engine.addEntity(Listener);
    engine.addEntity(Sender);
    engine.at(4, 0, 0, 1);
    engine.at(5, 0, 0, 2);
    expect(engine.run(10)).toEqual({ reason: "empty", executed: 4 });
    expect(log).toEqual(["handler 1 at 4", "gate at 4", "handler 2 at 5", "hello at 6"]);
    expect(engine.time()).toBe(10);
  });

  test("ties among timers go by insertion", () => {
    const engine = new Engine();
    const log: number[] = [];
    addTo(engine, (self) => {
      for (let id = 0; id < 1_000; id++) self.setTimer(5).done(() => log.push(id));
    });
    engine.run(5);
    expect(log).toEqual(Array.from({ length: 1_000 }, (_, id) => id));
  });
});

describe("defects of simjs 2.0.3 that do not show through the engine", () => {
  test("1: stopping and resuming loses no event", () => {
    const ticks = (run: (engine: Engine) => void): number[] => {
      const engine = new Engine();
      const log: number[] = [];
      addTo(engine, (self) => {
        const tick = (): void => {
          log.push(self.time());
          self.setTimer(1).done(tick);
        };
        self.setTimer(1).done(tick);
      });
      run(engine);
      return log;
    };
    const sliced = ticks((engine) => {
      for (let until = 10; until <= 100; until += 10) engine.run(until);
    });
    expect(sliced).toEqual(ticks((engine) => engine.run(100)));
    expect(sliced.length).toBe(100);
  });

  test("2: the clock ends at the horizon", () => {
    const engine = new Engine();
    addTo(engine, (self) => void self.setTimer(1));
    engine.run(10);
    expect(engine.time()).toBe(10);
  });

  test("3: a cancelled timer does not move the clock", () => {
    const engine = new Engine();
    addTo(engine, (self) => {
      const timer = self.setTimer(1e6);
      self.setTimer(1).done(() => timer.cancel());
    });
    expect(engine.run(Infinity)).toEqual({ reason: "empty", executed: 1 });
    expect(engine.now).toBe(1);
  });

  test("4: cancelled timers do not pile up", () => {
    const engine = new Engine();
    addTo(engine, (self) => {
      for (let id = 0; id < 100_000; id++) self.setTimer(1e6 + id).cancel();
    });
    expect(engine.pending).toBe(0);
    expect(engine.snapshot().calendar.handler.length).toBeLessThan(5_000);
  });

  test("5: negative and NaN delays are refused", () => {
    const engine = new Engine();
    engine.run(5);
    expect(() => addTo(engine, (self) => void self.setTimer(-3))).toThrow(
      "cannot schedule at 2.0; now is 5.0",
    );
    expect(() => addTo(engine, (self) => void self.setTimer(NaN))).toThrow("cannot schedule at NaN");
  });

  test("7: cancelled timers do not count against a budget", () => {
    const engine = new Engine();
    const log: number[] = [];
    addTo(engine, (self) => {
      for (let id = 0; id < 10; id++) self.setTimer(1).cancel();
      for (let id = 0; id < 3; id++) self.setTimer(2).done(() => log.push(id));
    });
    expect(engine.run(10, { maxEvents: 3 })).toEqual({ reason: "empty", executed: 3 });
    expect(log).toEqual([0, 1, 2]);
  });

  test("8: a zero-delay loop is refused", () => {
    const engine = new Engine();
    addTo(engine, (self) => {
      const again = (): void => void self.setTimer(0).done(again);
      again();
    });
    expect(() => engine.run(1, { maxPerInstant: 500 })).toThrow("the last by a simjs entity");
  });

  test("17: a late waitUntil cannot fire in the past", () => {
    const engine = new Engine();
    const never = new Event("never");
    addTo(engine, (self) => {
      const request = self.waitEvent(never);
      self.setTimer(10).done(() => void request.waitUntil(5, () => {}));
    });
    expect(() => engine.run(20)).toThrow("cannot schedule at 5.0; now is 10.0");
  });

  test("a request that times out and one that is answered both fire once", () => {
    const engine = new Engine();
    const log: string[] = [];
    const gate = new Event("gate");
    addTo(engine, (self) => {
      self
        .waitEvent(gate)
        .done(() => log.push("in time"))
        .waitUntil(50, () => log.push("too late"));
      self.setTimer(20).done(() => gate.fire());
    });
    engine.run(100);
    expect(log).toEqual(["in time"]);
  });

  test("simulate() and step(), which lose events, are refused", () => {
    const engine = new Engine();
    expect(() => engine.simulate()).toThrow("use run(until)");
    expect(() => engine.step()).toThrow("use run(until");
    expect(() => engine.queue.remove()).toThrow("drive the engine by run()");
  });

  test("a snapshot with entity requests pending is refused, cancelled ones are let go", () => {
    const engine = new Engine();
    addTo(engine, (self) => void self.setTimer(5));
    expect(() => engine.snapshot()).toThrow("cannot take a snapshot: 1 entity request(s) pending");
    engine.run(5);
    addTo(engine, (self) => void self.setTimer(5).cancel());
    expect(engine.snapshot().now).toBe(5);
  });
});
