/* oxlint-disable typescript/no-non-null-assertion -- every index is below a count this file keeps */
/**
 * The repair shop: every server is repaired automatically, and by hand where that is not enough. Each stage has a number of
 * crews, or no limit, and one queue, first come first served. Both can say done when the server is still bad.
 */
import { exponential } from "../engine/index.ts";
import { LANE } from "./draws.ts";
import type { Draws } from "./draws.ts";
import type { GangParams } from "./params.ts";

const AUTO = 0;
const MANUAL = 1;

export class Shop {
  /** Servers being repaired or waiting for it. */
  count = 0;
  autoRepairs = 0;
  manualRepairs = 0;
  submitted = 0;
  /** Time all finished repairs took, waiting included [s]. */
  sojournSeconds = 0;
  /** When the next stage of any repair ends; Infinity: none is under way. */
  nextAt = Infinity;

  private readonly params: GangParams["repair"];
  private readonly draws: Draws;
  private readonly onDone: (server: number, succeeded: boolean) => void;
  private readonly arrivedAt: Float64Array;
  private readonly busy = [0, 0];
  private readonly queues: [number[], number[]] = [[], []];
  // A binary heap by time; the root is entry 1.
  private size = 0;
  private readonly times: Float64Array;
  private readonly servers: Int32Array;
  private readonly stage: Uint8Array;

  constructor(
    serverCount: number,
    params: GangParams["repair"],
    draws: Draws,
    onDone: (server: number, succeeded: boolean) => void,
  ) {
    this.params = params;
    this.draws = draws;
    this.onDone = onDone;
    this.arrivedAt = new Float64Array(serverCount);
    this.times = new Float64Array(serverCount + 2);
    this.servers = new Int32Array(serverCount + 2);
    this.stage = new Uint8Array(serverCount);
  }

  submit(server: number, now: number): void {
    this.count++;
    this.submitted++;
    this.arrivedAt[server] = now;
    this.enter(server, AUTO, now);
  }

  /** Ends the stage that is due at `nextAt`, which is now. */
  step(): void {
    const now = this.nextAt;
    const server = this.pop();
    const stage = this.stage[server]!;
    this.busy[stage]!--;
    const waiting = this.queues[stage]!.shift();
    if (waiting !== undefined) this.start(waiting, stage, now);
    if (stage === MANUAL) {
      this.manualRepairs++;
      this.leave(server, this.draws.next(LANE.repair) >= this.params.manualFailShare, now);
      return;
    }
    this.autoRepairs++;
    const { escalateShare, escalateFailedOnly, autoFailShare } = this.params;
    let succeeded = escalateFailedOnly && this.draws.next(LANE.repair) >= autoFailShare;
    const escalated = !succeeded && this.draws.next(LANE.repair) < escalateShare;
    if (escalated) this.enter(server, MANUAL, now);
    else {
      if (!escalateFailedOnly) succeeded = this.draws.next(LANE.repair) >= autoFailShare;
      this.leave(server, succeeded, now);
    }
  }

  private enter(server: number, stage: number, now: number): void {
    const crews = stage === AUTO ? this.params.autoCrews : this.params.manualCrews;
    if (this.busy[stage]! < crews) this.start(server, stage, now);
    else this.queues[stage]!.push(server);
  }

  private start(server: number, stage: number, now: number): void {
    this.busy[stage]!++;
    this.stage[server] = stage;
    const mean = stage === AUTO ? this.params.autoSeconds : this.params.manualSeconds;
    this.push(now + exponential(this.draws.next(LANE.repair), mean), server);
  }

  private leave(server: number, succeeded: boolean, now: number): void {
    this.count--;
    this.sojournSeconds += now - this.arrivedAt[server]!;
    this.onDone(server, succeeded);
  }

  private push(time: number, server: number): void {
    const { times, servers } = this;
    let at = ++this.size;
    while (at > 1) {
      const parent = at >> 1;
      if (times[parent]! <= time) break;
      times[at] = times[parent]!;
      servers[at] = servers[parent]!;
      at = parent;
    }
    times[at] = time;
    servers[at] = server;
    this.nextAt = times[1]!;
  }

  private pop(): number {
    const { times, servers } = this;
    const top = servers[1]!;
    const time = times[this.size]!;
    const server = servers[this.size]!;
    const size = --this.size;
    let at = 1;
    for (let child = 2; child <= size; child = at << 1) {
      if (child < size && times[child + 1]! < times[child]!) child++;
      if (times[child]! >= time) break;
      times[at] = times[child]!;
      servers[at] = servers[child]!;
      at = child;
    }
    times[at] = time;
    servers[at] = server;
    this.nextAt = size > 0 ? times[1]! : Infinity;
    return top;
  }
}
