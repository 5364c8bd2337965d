/**
 * The discrete-event engine: simjs's `Sim` with its queue and its run loop replaced.
 *
 * The hot path schedules a handler id and an integer: no object per event. simjs entities (`setTimer`, `waitEvent`,
 * `send`) work beside it through the queue seam `insert`/`remove`, over the same calendar and the same clock.
 * The loop peeks, so nothing is lost between slices; events due exactly at the horizon run; the clock ends there.
 */
import { Calendar, MAX_EVENT_CLASS } from "./calendar.ts";
import type { CalendarSnapshot } from "./calendar.ts";
import { RequestTable } from "./requests.ts";
import { Sim } from "./simjs.ts";
import type { SimjsRequest } from "./simjs-types.ts";

/** What a handler does when its event is due: `payload` as scheduled, `now` in seconds. */
export type Handler = (payload: number, now: number) => void;

export interface RunOptions {
  /** Stop after this many events (whole number of at least 1); cancelled events never count. */
  readonly maxEvents?: number;
  /** Refuse more events than this at one instant: an endless zero-delay loop. */
  readonly maxPerInstant?: number;
}

/** `horizon`: events remain after it. `empty`: none do. `budget`: `maxEvents` were run. `stopped`: by `stop()`. */
export type RunReason = "horizon" | "empty" | "budget" | "stopped";

export interface RunOutcome {
  readonly reason: RunReason;
  /** Events run by this call. */
  readonly executed: number;
}

/** A plain, structured-cloneable image of an engine. Handlers are code and are not in it. */
export interface EngineSnapshot {
  readonly kind: "engine";
  readonly now: number;
  readonly executed: number;
  readonly executedAtInstant: number;
  readonly calendar: CalendarSnapshot;
}

/** Handler ids run from 0 to this. */
export const MAX_HANDLER_ID = 65_535;
/** Event class of simjs entity requests: they yield to capsim's own events at one instant. */
export const ENTITY_EVENT_CLASS = MAX_EVENT_CLASS;

const BURST = 512;
const DEFAULT_MAX_PER_INSTANT = 1_000_000;
/** Marks calendar entries that are simjs requests; the payload is then an index into the request table. */
const REQUEST = -2;

const nothing = (): void => {};

/** A fault of the run itself: an unregistered handler or an endless loop. Fatal: the model is wrong. */
export class EngineFault extends Error {}

/** One run's clock, calendar and handlers. Times are seconds from the scenario's start. */
export class Engine extends Sim {
  /** Called after each event's handler, at the event's time: where a model balances its books. */
  afterEvent: (now: number) => void = nothing;
  private readonly calendar = new Calendar();
  private readonly requests = new RequestTable();
  private readonly handlers: (Handler | undefined)[] = [];
  private readonly handlerNames: string[] = [];
  private executedCount = 0;
  private executedAtInstant = 0;
  private running = false;
  private stopping = false;

  constructor() {
    super();
    this.queue = {
      insert: (request) => this.insertRequest(request),
      remove: () => {
        throw new Error("cannot take from the queue: drive the engine by run(), not by simulate() or step()");
      },
    };
  }

  /** The clock [s]. */
  get now(): number {
    return this.simTime;
  }

  /** Events still to come, cancelled ones not counted. */
  get pending(): number {
    return this.calendar.size - this.requests.cancelledCount();
  }

  /** Events run since the engine was made (or since the run that a restored snapshot came from began). */
  get executed(): number {
    return this.executedCount;
  }

  /** Time of the next event [s]; Infinity when there is none. */
  get nextTime(): number {
    return this.peek();
  }

  /** Names the code behind a handler id. Ids are small integers of the model's own table; `name` appears in errors. */
  on(handlerId: number, handler: Handler, name = ""): void {
    if (!(handlerId >= 0 && handlerId <= MAX_HANDLER_ID) || !Number.isInteger(handlerId)) {
      throw new RangeError(
        `handler id must be a whole number from 0 to ${MAX_HANDLER_ID} (found ${handlerId})`,
      );
    }
    while (this.handlers.length <= handlerId) this.handlers.push(undefined);
    this.handlers[handlerId] = handler;
    this.handlerNames[handlerId] = name;
  }

  /**
   * Schedules an event at `time` [s] and returns its handle, a positive integer.
   * At one instant the lower `eventClass` (0 to 254) goes first, then the earlier scheduled. `payload` is an int32.
   * Throws on a time that is NaN, infinite or past, and on a class, handler or payload out of range.
   */
  at(time: number, eventClass: number, handlerId: number, payload: number): number {
    if (
      !(time >= this.simTime && time < Infinity) ||
      (eventClass & MAX_EVENT_CLASS) !== eventClass ||
      eventClass === ENTITY_EVENT_CLASS ||
      (handlerId & MAX_HANDLER_ID) !== handlerId ||
      (payload | 0) !== payload
    ) {
      this.refuse(time, eventClass, handlerId, payload);
    }
    return this.calendar.schedule(time, eventClass, handlerId, payload);
  }

  /** Schedules an event `delay` [s] from now; otherwise as `at`. */
  after(delay: number, eventClass: number, handlerId: number, payload: number): number {
    return this.at(this.simTime + delay, eventClass, handlerId, payload);
  }

  /** Cancels an event; false when it already fired or was cancelled. The clock never visits a cancelled event. */
  cancel(handle: number): boolean {
    return this.calendar.cancel(handle);
  }

  /** Whether the handle's event is still to come. */
  isPending(handle: number): boolean {
    return this.calendar.isPending(handle);
  }

  /** Ends the current `run` after the event being handled; a later `run` goes on from there. */
  stop(): void {
    this.stopping = true;
  }

  /**
   * Runs every event due at or before `until` [s] and leaves the clock exactly there, unless a budget or `stop`
   * ends the run earlier, at its last event. `until` may be Infinity: the clock then stays at the last event.
   * Ten slices do what one go does. Throws on an endless zero-delay loop, and, naming the event, when its handler throws.
   */
  run(until: number, options: RunOptions = {}): RunOutcome {
    const budget = options.maxEvents ?? Infinity;
    const maxPerInstant = options.maxPerInstant ?? DEFAULT_MAX_PER_INSTANT;
    if (this.running)
      throw new Error("cannot run: a run is in progress, call stop() and return from the handler");
    if (!(until >= this.simTime)) throw new RangeError(`cannot run until ${until}; now is ${this.simTime}`);
    if (!(budget >= 1)) throw new RangeError(`maxEvents must be at least 1 (found ${budget})`);
    const before = this.executedCount;
    this.running = true;
    this.stopping = false;
    try {
      let reason: RunReason | undefined;
      while (reason === undefined) reason = this.burst(until, before + budget, maxPerInstant);
      return { reason, executed: this.executedCount - before };
    } catch (error) {
      throw this.explain(error);
    } finally {
      this.running = false;
    }
  }

  snapshot(): EngineSnapshot {
    this.sweepRequests();
    const waiting = this.requests.size;
    if (waiting > 0) {
      throw new Error(
        `cannot take a snapshot: ${waiting} entity request(s) pending hold callbacks; let them fire or cancel them`,
      );
    }
    return {
      kind: "engine",
      now: this.simTime,
      executed: this.executedCount,
      executedAtInstant: this.executedAtInstant,
      calendar: this.calendar.snapshot(),
    };
  }

  /** Takes over a snapshot's clock, counters and pending events; handlers stay as registered by `on`. */
  restore(from: EngineSnapshot): void {
    if (this.running) throw new Error("cannot restore: a run is in progress");
    this.requests.clear();
    this.calendar.restore(from.calendar);
    this.simTime = from.now;
    this.executedCount = from.executed;
    this.executedAtInstant = from.executedAtInstant;
  }

  /** simjs's own loop loses an event between calls: refused. */
  override simulate(): never {
    throw new Error("cannot simulate(): use run(until), which stops and resumes without losing events");
  }

  /** simjs's own step visits cancelled events: refused. */
  override step(): never {
    throw new Error("cannot step(): use run(until, { maxEvents: 1 })");
  }

  /** Up to `BURST` events: a loop entered often is compiled as a whole and once, one entered once is patched as it runs. */
  private burst(until: number, lastEvent: number, maxPerInstant: number): RunReason | undefined {
    const { calendar, handlers } = this;
    for (let left = BURST; left > 0; left--) {
      const time = this.peek();
      if (time > until || time === Infinity) {
        if (until < Infinity) this.moveClock(until);
        return time === Infinity ? "empty" : "horizon";
      }
      if (this.executedCount >= lastEvent) return "budget";
      if (time > this.simTime) {
        this.simTime = time;
        this.executedAtInstant = 0;
      }
      calendar.take();
      const handlerId = calendar.takenHandler;
      const payload = calendar.takenPayload;
      if (++this.executedAtInstant > maxPerInstant) this.refuseLoop(handlerId, maxPerInstant);
      this.executedCount++;
      if (handlerId === REQUEST) {
        this.requests.take(payload).deliver();
      } else {
        const handler = handlers[handlerId];
        if (handler === undefined)
          throw new EngineFault(`handler ${handlerId} is not registered: call on() for it`);
        handler(payload, time);
      }
      this.afterEvent(time);
      if (this.stopping) return "stopped";
    }
    return undefined;
  }

  /** Time of the next live event, cancelled simjs requests dropped on the way. */
  private peek(): number {
    const { calendar, requests } = this;
    for (;;) {
      const time = calendar.peekTime();
      if (time === Infinity || calendar.peekHandler() !== REQUEST) return time;
      const index = calendar.peekPayload();
      if (!requests.isCancelled(index)) return time;
      calendar.take();
      requests.take(index);
    }
  }

  private moveClock(time: number): void {
    if (time > this.simTime) this.executedAtInstant = 0;
    this.simTime = time;
  }

  private insertRequest(request: SimjsRequest): void {
    const time = request.deliverAt;
    if (!(time >= this.simTime && time < Infinity)) this.refuse(time, 0, 0, 0);
    if (this.requests.isDueForSweep()) this.sweepRequests();
    this.calendar.schedule(time, ENTITY_EVENT_CLASS, REQUEST, this.requests.add(request));
  }

  /** simjs cancels by setting a flag that nobody is told of: look for the flags now and then. */
  private sweepRequests(): void {
    const { requests } = this;
    this.calendar.cancelWhere((handler, index) => {
      if (handler !== REQUEST || !requests.isCancelled(index)) return false;
      requests.take(index);
      return true;
    });
    requests.noteSweep();
  }

  private refuse(time: number, eventClass: number, handlerId: number, payload: number): never {
    if (!(time >= this.simTime && time < Infinity)) {
      throw new RangeError(`cannot schedule at ${decimal(time)}; now is ${decimal(this.simTime)}`);
    }
    throw new RangeError(
      `cannot schedule: event class must be 0 to ${ENTITY_EVENT_CLASS - 1} (found ${eventClass}), ` +
        `handler 0 to ${MAX_HANDLER_ID} (found ${handlerId}), payload an int32 (found ${payload})`,
    );
  }

  private refuseLoop(handlerId: number, maxPerInstant: number): never {
    throw new EngineFault(
      `endless loop at ${decimal(this.simTime)} s: more than ${maxPerInstant} events at one instant, ` +
        `the last by ${this.describe(handlerId)}; give it a delay or raise maxPerInstant`,
    );
  }

  /** A handler's error with the event it was handling; our own faults say that already. */
  private explain(error: unknown): unknown {
    if (error instanceof EngineFault) return error;
    const { takenHandler, takenPayload } = this.calendar;
    const message = error instanceof Error ? error.message : String(error);
    const event = `${this.describe(takenHandler)}, payload ${takenPayload}, at ${decimal(this.simTime)} s`;
    return new Error(`${event}: ${message}`, { cause: error });
  }

  private describe(handlerId: number): string {
    if (handlerId === REQUEST) return "a simjs entity";
    const name = this.handlerNames[handlerId];
    return name === undefined || name === "" ? `handler ${handlerId}` : `handler ${handlerId} (${name})`;
  }
}

/** A time as people read it in a message: 3 becomes 3.0. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
