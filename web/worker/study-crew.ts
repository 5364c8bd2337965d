/** The workers of one study: one that fails ends it for all, and an end, or a cancel, ends them at once. */
import type { FromStudyWorker, ToStudyWorker } from "./study-protocol.ts";

export interface CrewHandlers {
  readonly onRefused: (message: string) => void;
  readonly onEnd: () => void;
}

export interface CrewOptions {
  /** Workers at most. */
  readonly size?: number;
  readonly make?: () => Worker;
}

export interface Crew {
  readonly size: number;
  /** One more worker; `hear` gets what it says until the study is over. */
  readonly hire: () => Worker;
  readonly tell: (worker: Worker, message: ToStudyWorker) => void;
  readonly refuse: (message: string) => void;
  readonly end: () => void;
}

const makeWorker = (): Worker =>
  new Worker(new URL("./study-worker.ts", import.meta.url), { type: "module" });

export function gatherCrew(
  handlers: CrewHandlers,
  hear: (worker: Worker, message: FromStudyWorker) => void,
  { size = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1)), make = makeWorker }: CrewOptions = {},
): Crew {
  const workers: Worker[] = [];
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
  const hire = (): Worker => {
    const worker = make();
    workers.push(worker);
    worker.addEventListener("error", (event) => refuse(event.message || "a study worker could not start"));
    worker.addEventListener("message", (event: MessageEvent<FromStudyWorker>) => {
      if (!over) hear(worker, event.data);
    });
    return worker;
  };
  return { size, hire, tell: (worker, message) => worker.postMessage(message), refuse, end };
}
