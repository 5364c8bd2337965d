/**
 * A pool for an hour, request by request, on the engine. A request goes to an instance at once and queues there, first
 * come first served. Its prefill begins when the instance prefills nothing else and has a KV slot free, which it holds to
 * its last token. The first token comes with the end of prefill; the others at the pace of the instance.
 */
import { Engine } from "../engine/index.ts";
import { shareFactors } from "../inference/minute-factors.ts";
import { Decode } from "./decode.ts";
import { requestsOf } from "./requests.ts";
import type { Requests } from "./requests.ts";
import { minuteTable, resultOf } from "./result.ts";
import type { MinuteTable, ZoomResult } from "./result.ts";
import { checkSpec, MINUTE_SECONDS } from "./spec.ts";
import type { ZoomSpec } from "./spec.ts";

const ON = { done: 0, prefilled: 1, arrive: 2, minute: 3 } as const;
const NOBODY = -1;

/** One hour in progress. */
export class Zoom {
  private readonly spec: ZoomSpec;
  private readonly engine = new Engine();
  private readonly requests: Requests;
  private readonly decode: Decode;
  private readonly minutes: MinuteTable;
  private readonly upTo: Float64Array;
  /** By request: when its prefill began and ended and when its last token came; who is behind it in the queue. */
  readonly begun: Float64Array;
  readonly first: Float64Array;
  readonly end: Float64Array;
  private readonly behind: Int32Array;
  /** By instance: head and tail of its queue, seconds of prefill in it, who is prefilled, slots held, pending end. */
  private readonly head: Int32Array;
  private readonly tail: Int32Array;
  private readonly work: Float64Array;
  private readonly prefilling: Int32Array;
  private readonly held: Int32Array;
  private readonly pending: Float64Array;
  private waiting = 0;
  private heldAll = 0;
  private busy = 0;
  private served = 0;
  private since = 0;

  /** @throws {RangeError} where the spec cannot be */
  constructor(spec: ZoomSpec) {
    checkSpec(spec);
    this.spec = spec;
    this.requests = requestsOf(spec);
    const { count } = this.requests;
    const { instances, slots } = spec;
    this.decode = new Decode(instances, slots, spec.tokenSeconds);
    this.minutes = minuteTable(spec, this.requests);
    this.upTo = cumulative(shareFactors(spec.shareCv, instances).value, instances);
    this.begun = new Float64Array(count);
    this.first = new Float64Array(count);
    this.end = new Float64Array(count);
    this.behind = new Int32Array(count).fill(NOBODY);
    this.head = new Int32Array(instances).fill(NOBODY);
    this.tail = new Int32Array(instances).fill(NOBODY);
    this.work = new Float64Array(instances);
    this.prefilling = new Int32Array(instances).fill(NOBODY);
    this.held = new Int32Array(instances);
    this.pending = new Float64Array(instances);
    const { engine } = this;
    engine.on(ON.done, (instance, now) => this.onDone(instance, now), "last token");
    engine.on(ON.prefilled, (instance, now) => this.onPrefilled(instance, now), "prefill ends");
    engine.on(ON.arrive, (request, now) => this.onArrive(request, now), "request");
    engine.on(ON.minute, (minute, now) => this.onMinute(minute, now), "minute");
    if (count > 0) engine.at(this.requests.arrival[0] ?? 0, ON.arrive, ON.arrive, 0);
    engine.at(MINUTE_SECONDS, ON.minute, ON.minute, 0);
  }

  /** Share of the requests that are served. */
  get share(): number {
    return this.requests.count === 0 ? 1 : this.served / this.requests.count;
  }

  /** Handles up to so many events; true when all requests are served. */
  advance(events: number): boolean {
    return this.engine.run(Infinity, { maxEvents: events }).reason === "empty";
  }

  /** @throws {Error} before all requests are served */
  finish(): ZoomResult {
    if (this.served < this.requests.count) throw new Error("the zoom is not over: call advance until it is");
    return resultOf(this.spec, this.requests, this, this.minutes, this.engine.executed);
  }

  private onArrive(request: number, now: number): void {
    const next = request + 1;
    if (next < this.requests.count)
      this.engine.at(this.requests.arrival[next] ?? now, ON.arrive, ON.arrive, next);
    this.note(now);
    const instance = this.route(request);
    const tail = this.tail[instance] ?? NOBODY;
    if (tail === NOBODY) this.head[instance] = request;
    else this.behind[tail] = request;
    this.tail[instance] = request;
    this.work[instance] = (this.work[instance] ?? 0) + (this.requests.prefill[request] ?? 0);
    this.waiting++;
    this.begin(instance, now);
  }

  private onPrefilled(instance: number, now: number): void {
    this.note(now);
    const request = this.prefilling[instance] ?? 0;
    this.prefilling[instance] = NOBODY;
    this.busy--;
    this.work[instance] = (this.work[instance] ?? 0) - (this.requests.prefill[request] ?? 0);
    this.first[request] = now;
    const tokens = (this.requests.output[request] ?? 1) - 1;
    if (tokens > 0) this.decode.join(instance, request, tokens, now);
    else this.close(instance, request, now);
    this.begin(instance, now);
    this.repace(instance, now);
  }

  private onDone(instance: number, now: number): void {
    this.note(now);
    this.pending[instance] = 0;
    this.close(instance, this.decode.leave(instance, now), now);
    this.begin(instance, now);
    this.repace(instance, now);
  }

  private onMinute(minute: number, now: number): void {
    this.note(now);
    if (this.served < this.requests.count)
      this.engine.at(now + MINUTE_SECONDS, ON.minute, ON.minute, minute + 1);
  }

  /** Begins the prefill of the next in the queue, where there is one, the prefill is free and so is a slot. */
  private begin(instance: number, now: number): void {
    const request = this.head[instance] ?? NOBODY;
    if (request === NOBODY || this.prefilling[instance] !== NOBODY) return;
    if ((this.held[instance] ?? 0) >= this.spec.slots) return;
    this.head[instance] = this.behind[request] ?? NOBODY;
    if (this.head[instance] === NOBODY) this.tail[instance] = NOBODY;
    this.waiting--;
    this.held[instance] = (this.held[instance] ?? 0) + 1;
    this.heldAll++;
    this.busy++;
    this.prefilling[instance] = request;
    this.begun[request] = now;
    this.engine.at(now + (this.requests.prefill[request] ?? 0), ON.prefilled, ON.prefilled, instance);
    if (this.spec.decodeDuringPrefill < 1) this.repace(instance, now);
  }

  private close(instance: number, request: number, now: number): void {
    this.end[request] = now;
    this.held[instance] = (this.held[instance] ?? 0) - 1;
    this.heldAll--;
    this.served++;
  }

  private repace(instance: number, now: number): void {
    const speed = this.prefilling[instance] === NOBODY ? 1 : this.spec.decodeDuringPrefill;
    const next = this.decode.setPace(instance, speed, now);
    const pending = this.pending[instance] ?? 0;
    if (pending > 0) this.engine.cancel(pending);
    this.pending[instance] = next < Infinity ? this.engine.at(next, ON.done, ON.done, instance) : 0;
  }

  private route(request: number): number {
    if (this.spec.routing === "shares") {
      const lot = this.requests.lot[request] ?? 0;
      let [low, high] = [0, this.upTo.length - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((this.upTo[middle] ?? 1) > lot) high = middle;
        else low = middle + 1;
      }
      return low;
    }
    const { instances, slots } = this.spec;
    let best = 0;
    let least = Infinity;
    // From another place each time, or the first would get most where many are idle.
    const start = Math.floor((this.requests.lot[request] ?? 0) * instances);
    for (let k = 0; k < instances; k++) {
      const i = start + k < instances ? start + k : start + k - instances;
      // A full instance only where all are.
      const load = (this.work[i] ?? 0) + ((this.held[i] ?? 0) >= slots ? 1e9 : 0);
      if (load < least) {
        least = load;
        best = i;
      }
    }
    return best;
  }

  /** Books what has been so since the last event. */
  private note(now: number): void {
    const passed = now - this.since;
    if (passed <= 0) return;
    const { minutes } = this;
    // An event each minute: nothing reaches over an edge.
    const minute = Math.min(minutes.waiting.length - 1, Math.floor(this.since / MINUTE_SECONDS));
    minutes.waiting[minute] = (minutes.waiting[minute] ?? 0) + passed * this.waiting;
    minutes.held[minute] = (minutes.held[minute] ?? 0) + passed * this.heldAll;
    minutes.busy[minute] = (minutes.busy[minute] ?? 0) + passed * this.busy;
    this.since = now;
  }
}

/** Upper ends of the instances' parts of (0, 1). */
function cumulative(shares: Float64Array, instances: number): Float64Array {
  const upTo = new Float64Array(instances);
  let sum = 0;
  for (let i = 0; i < instances; i++) {
    sum += (shares[i] ?? shares[0] ?? 1) / instances;
    upTo[i] = sum;
  }
  upTo[instances - 1] = 1;
  return upTo;
}

/** A whole zoom at once. @throws {RangeError} where the spec cannot be */
export function zoom(spec: ZoomSpec): ZoomResult {
  const run = new Zoom(spec);
  while (!run.advance(1_000_000));
  return run.finish();
}
