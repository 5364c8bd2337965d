/** The page's side of ranges of money: a few study workers share the tasks, and what has come in is read again and again. */
import type { MoneyBasis, MoneyDone, MoneyRanges } from "../api.ts";
import type { RunRequest } from "./protocol.ts";
import { makeStudyWorker } from "./study-client.ts";
import type { FromStudyWorker, ToStudyWorker } from "./study-protocol.ts";

export interface RangesHandlers {
  readonly onView: (view: MoneyRanges) => void;
  readonly onFailed: (message: string) => void;
  readonly onEnd: () => void;
}

/** What is read at the latest after so many tasks: reading takes a few milliseconds. */
const readEvery = 8;

/** Starts them; returns what ends them. `basis` is what the run of the request did. */
export function startRanges(
  request: RunRequest,
  basis: MoneyBasis,
  handlers: RangesHandlers,
  size = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1)),
  make: () => Worker = makeStudyWorker,
): () => void {
  const workers: Worker[] = [];
  const done: MoneyDone[] = [];
  let next = 0;
  let total = 0;
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    for (const worker of workers) worker.terminate();
  };
  const fail = (message: string): void => {
    if (over) return;
    end();
    handlers.onFailed(message);
  };
  const tell = (worker: Worker, message: ToStudyWorker): void => worker.postMessage(message);
  const runNext = (worker: Worker): void => {
    if (next >= total) return;
    tell(worker, { kind: "money-run", id: next, task: next });
    next++;
  };
  const start = (): void => {
    const worker = make();
    workers.push(worker);
    worker.addEventListener("error", (event) => fail(event.message || "a worker could not start"));
    worker.addEventListener("message", (event: MessageEvent<FromStudyWorker>) => {
      const message = event.data;
      if (over || message.kind === "ready") return;
      if (message.kind === "failed") return fail(message.message);
      if (message.kind === "money-open") {
        const isFirst = total === 0;
        ({ total } = message);
        if (isFirst) for (let k = 1; k < Math.min(size, total); k++) start();
        return runNext(worker);
      }
      if (message.kind === "money-ran") {
        done.push(message.done);
        // The last one to come in is read too, whoever is slow.
        if (done.length % readEvery === 0 || done.length === total)
          tell(worker, { kind: "money-read", id: done.length, done });
        return runNext(worker);
      }
      if (message.kind !== "money-read") return;
      handlers.onView(message.ranges);
      if (message.id < total) return;
      end();
      handlers.onEnd();
    });
    tell(worker, { kind: "money-open", id: 0, request, basis });
  };
  start();
  return end;
}
