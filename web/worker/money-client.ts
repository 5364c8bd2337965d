/**
 * The page's side of a study of money: a few workers share its tasks, what has come in is read again and again, and a
 * new study, or a cancel, ends them at once.
 */
import type { MoneyDone, MoneyRanges, MoneyTask } from "../api.ts";
import type { FromStudyWorker, MoneyAsk, ToStudyWorker } from "./study-protocol.ts";

export interface MoneyHandlers {
  readonly onProgress: (done: number, total: number) => void;
  /** The same in full, of all that has come in so far; the last one is complete. */
  readonly onView: (view: MoneyRanges) => void;
  readonly onRefused: (message: string) => void;
  readonly onEnd: () => void;
}

/** Tasks between two readings: a reading takes some milliseconds, a task some tens. */
const READ_EVERY = 12;

const makeWorker = (): Worker =>
  new Worker(new URL("./study-worker.ts", import.meta.url), { type: "module" });

/** Starts a study; returns what ends it. */
export function startMoneyStudy(
  ask: MoneyAsk,
  handlers: MoneyHandlers,
  size = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1)),
  make: () => Worker = makeWorker,
): () => void {
  const workers: Worker[] = [];
  const done: MoneyDone[] = [];
  let tasks: readonly MoneyTask[] = [];
  let place = 0;
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    for (const worker of workers) worker.terminate();
    handlers.onEnd();
  };
  const refuse = (message: string): void => {
    if (over) return;
    handlers.onRefused(message);
    end();
  };
  const tell = (worker: Worker, message: ToStudyWorker): void => worker.postMessage(message);
  const runNext = (worker: Worker): void => {
    const task = tasks[place];
    if (task === undefined) return;
    place++;
    tell(worker, { kind: "money-task", id: place, task });
  };
  const start = (): Worker => {
    const worker = make();
    workers.push(worker);
    worker.addEventListener("error", (event) => refuse(event.message || "a study worker could not start"));
    worker.addEventListener("message", (event: MessageEvent<FromStudyWorker>) => {
      const message = event.data;
      if (over) return;
      switch (message.kind) {
        case "money-opened":
          if (tasks.length === 0) {
            ({ tasks } = message);
            for (let i = 1; i < Math.min(size, tasks.length); i++) start();
          }
          return runNext(worker);
        case "money-ran":
          done.push(message.done);
          handlers.onProgress(done.length, tasks.length);
          if (done.length === tasks.length || done.length % READ_EVERY === 0)
            tell(worker, { kind: "money-read", id: done.length, done });
          return runNext(worker);
        case "money-view":
          handlers.onView(message.view);
          if (message.id === tasks.length) end();
          return;
        case "failed":
          return refuse(message.message);
        default:
      }
    });
    tell(worker, { kind: "money-open", id: 0, ask });
    return worker;
  };
  start();
  return end;
}
