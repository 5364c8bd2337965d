/**
 * The page's side of a study of money: a few workers share its tasks, what has come in is read again and again, and a
 * new study, or a cancel, ends them at once.
 */
import type { MoneyDone, MoneyRanges, MoneyTask } from "../api.ts";
import { gatherCrew } from "./study-crew.ts";
import type { CrewHandlers, CrewOptions } from "./study-crew.ts";
import type { FromStudyWorker, MoneyAsk } from "./study-protocol.ts";

export interface MoneyHandlers extends CrewHandlers {
  readonly onProgress: (done: number, total: number) => void;
  /** The same in full, of all that has come in so far; the last one is complete. */
  readonly onView: (view: MoneyRanges) => void;
}

/** Tasks between two readings: a reading takes some milliseconds, a task some tens. */
const READ_EVERY = 12;

/** Starts a study; returns what ends it. */
export function startMoneyStudy(
  ask: MoneyAsk,
  handlers: MoneyHandlers,
  options: CrewOptions = {},
): () => void {
  const done: MoneyDone[] = [];
  let tasks: readonly MoneyTask[] = [];
  let place = 0;
  const runNext = (worker: Worker): void => {
    const task = tasks[place];
    if (task === undefined) return;
    place++;
    crew.tell(worker, { kind: "money-task", id: place, task });
  };
  const start = (): void => crew.tell(crew.hire(), { kind: "money-open", id: 0, ask });
  const hear = (worker: Worker, message: FromStudyWorker): void => {
    switch (message.kind) {
      case "money-opened":
        if (tasks.length === 0) {
          ({ tasks } = message);
          for (let i = 1; i < Math.min(crew.size, tasks.length); i++) start();
        }
        return runNext(worker);
      case "money-ran":
        done.push(message.done);
        handlers.onProgress(done.length, tasks.length);
        if (done.length === tasks.length || done.length % READ_EVERY === 0)
          crew.tell(worker, { kind: "money-read", id: done.length, done });
        return runNext(worker);
      case "money-view":
        handlers.onView(message.view);
        if (message.id === tasks.length) crew.end();
        return;
      case "failed":
        return crew.refuse(message.message);
      default:
    }
  };
  const crew = gatherCrew(handlers, hear, options);
  start();
  return crew.end;
}
