// The engine's hot path against simjs as published (its own Sim, Entity and Facility), on the same model and draws.
import { Engine, exponential, Recorder, Stream } from "../../src/engine/index.ts";
import { Entity, Facility, Sim } from "../../src/engine/simjs.ts";
import type { BenchCase, Work } from "./harness.ts";

const DRAWS = 1 << 16;
const MASK = DRAWS - 1;

/** Exponential variates of mean 1, drawn beforehand: the calendars are measured, not the logarithm. */
function variates(purpose: string): Float64Array {
  const stream = new Stream(1, 0, purpose);
  return Float64Array.from({ length: DRAWS }, (_, k) => exponential(stream.uniform(0, k), 1));
}

/** Hold model: every event plants its successor; `pending` events are always waiting. */
function holdCase(pending: number, count: number, target: number): BenchCase {
  const delays = variates("hold");

  function subject(events: number): Work {
    const engine = new Engine();
    let draw = 0;
    let checksum = 0;
    engine.on(0, (id) => {
      checksum = (Math.imul(checksum, 31) + id) | 0;
      engine.after(delays[draw++ & MASK]!, 0, 0, id);
    });
    for (let id = 1; id <= pending; id++) engine.after(delays[draw++ & MASK]!, 0, 0, id);
    engine.run(Infinity, { maxEvents: events });
    return { events: engine.executed, clock: engine.now, checksum };
  }

  function baseline(events: number): Work {
    let draw = 0;
    let fired = 0;
    let checksum = 0;
    class Holder extends Entity {
      start(): void {
        for (let id = 1; id <= pending; id++) this.hold(id);
      }
      hold(id: number): void {
        this.setTimer(delays[draw++ & MASK]!).done(this.onTimer, this, id);
      }
      onTimer(id: number): void {
        fired++;
        checksum = (Math.imul(checksum, 31) + id) | 0;
        this.hold(id);
      }
    }
    const sim = new Sim();
    sim.addEntity(Holder);
    sim.simulate(Number.MAX_VALUE, events);
    return { events: fired, clock: sim.time(), checksum };
  }

  return { name: `hold, ${pending} pending`, events: count, subject, baseline, target };
}

const SERVERS = 10;
const SERVICE_SECONDS = 9;

/** M/M/10 at 90 % load, arrivals one a second: an arrival and a departure for each job, both sides keeping averages. */
function queueCase(count: number, target: number): BenchCase {
  const gaps = variates("gaps");
  const services = variates("services");
  const [ARRIVE, DEPART] = [0, 1];
  const [IN_SYSTEM, WAITING] = [0, 1];

  function subject(events: number): Work {
    const engine = new Engine();
    const recorder = new Recorder({ endSeconds: 1e8, binSeconds: 604_800, channels: 2 });
    const waiting = new Float64Array(DRAWS);
    let [head, tail, busy, draw, checksum] = [0, 0, 0, 0, 0];
    engine.on(ARRIVE, (_, now) => {
      const service = SERVICE_SECONDS * services[draw & MASK]!;
      engine.after(gaps[draw++ & MASK]!, 0, ARRIVE, 0);
      recorder.add(IN_SYSTEM, 1, now);
      if (busy < SERVERS) {
        busy++;
        engine.after(service, 0, DEPART, 0);
      } else {
        recorder.add(WAITING, 1, now);
        waiting[tail++ & MASK] = service;
      }
    });
    engine.on(DEPART, (_, now) => {
      checksum++;
      recorder.add(IN_SYSTEM, -1, now);
      if (head < tail) {
        recorder.add(WAITING, -1, now);
        engine.after(waiting[head++ & MASK]!, 0, DEPART, 0);
      } else {
        busy--;
      }
    });
    engine.at(0, 0, ARRIVE, 0);
    engine.run(Infinity, { maxEvents: events });
    recorder.finish(engine.now);
    return { events: engine.executed, clock: engine.now, checksum };
  }

  function baseline(events: number): Work {
    const facility = new Facility("servers", Facility.FCFS, SERVERS);
    let [draw, departures, arrivals] = [0, 0, 0];
    class Source extends Entity {
      start(): void {
        this.setTimer(0).done(this.onArrival);
      }
      onArrival(): void {
        arrivals++;
        const service = SERVICE_SECONDS * services[draw & MASK]!;
        this.setTimer(gaps[draw++ & MASK]!).done(this.onArrival);
        this.useFacility(facility, service).done(this.onDeparture);
      }
      onDeparture(): void {
        departures++;
      }
    }
    const sim = new Sim();
    sim.addEntity(Source);
    sim.simulate(Number.MAX_VALUE, events);
    return { events: arrivals + departures, clock: sim.time(), checksum: departures };
  }

  return { name: "M/M/10 at 90 %", events: count, subject, baseline, target };
}

export const engineCases: readonly BenchCase[] = [
  holdCase(1_000, 4_000_000, 3),
  holdCase(100_000, 1_000_000, 8),
  queueCase(4_000_000, 5),
];
