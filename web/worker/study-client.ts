/**
 * The page's side of a study: a few workers share the draws, what has come in is summed up after 1, 4, 8, 16, 40, and a
 * new study, or a cancel, ends them at once.
 */
import type {
  FromStudyWorker,
  StudyDraw,
  StudyPlans,
  StudyRun,
  StudyView,
  ToStudyWorker,
} from "./study-protocol.ts";

export interface StudyHandlers {
  readonly onProgress: (done: number, total: number) => void;
  readonly onView: (view: StudyView) => void;
  readonly onRefused: (message: string) => void;
  readonly onEnd: () => void;
}

/** Draws of events of the plan on screen beside the base run: enough to see that chance is a hairline. */
const REPLICATIONS = 3;
const STAGES = [1, 4, 8, 16, 40, 100, 200];

/** Base runs first, then draw by draw for every plan, so that pairs come in together. */
export function drawsOf(samples: number, variants: number): readonly StudyDraw[] {
  const plans = Math.min(2, variants);
  const shown = plans - 1;
  const both = Array.from({ length: plans }, (_, variant) => variant);
  return [
    ...both.map((variant) => ({ variant, sample: 0, replication: 0 })),
    ...Array.from({ length: variants - plans }, (_, i) => ({
      variant: plans + i,
      sample: 0,
      replication: 0,
    })),
    ...Array.from({ length: samples }, (_, k) =>
      both.map((variant) => ({ variant, sample: k + 1, replication: 0 })),
    ).flat(),
    ...Array.from({ length: REPLICATIONS }, (_, k) => ({ variant: shown, sample: 0, replication: k + 1 })),
  ];
}

const makeWorker = (): Worker =>
  new Worker(new URL("./study-worker.ts", import.meta.url), { type: "module" });

/** Starts a study; returns what ends it. */
export function startStudy(
  plans: StudyPlans,
  samples: number,
  handlers: StudyHandlers,
  size = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1)),
  make: () => Worker = makeWorker,
): () => void {
  const workers: Worker[] = [];
  const runs: StudyRun[] = [];
  let queue: readonly StudyDraw[] = [];
  let place = 0;
  let perDraw = 1;
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
    const draw = queue[place];
    if (draw === undefined) return;
    place++;
    tell(worker, { kind: "run", id: place, plans, draw });
  };
  const reading = (worker: Worker): void =>
    tell(worker, {
      kind: "read",
      id: 0,
      plans,
      runs: runs.toSorted((x, y) => queue.indexOf(x.draw) - queue.indexOf(y.draw)),
    });
  const isStage = (): boolean => {
    const done = runs.filter(({ draw }) => draw.sample > 0).length / perDraw;
    return runs.length === queue.length || (STAGES.includes(done) && runs.length >= perDraw);
  };
  const start = (): Worker => {
    const worker = make();
    workers.push(worker);
    worker.addEventListener("error", (event) => refuse(event.message || "a study worker could not start"));
    worker.addEventListener("message", (event: MessageEvent<FromStudyWorker>) => {
      const message = event.data;
      if (over || message.kind === "ready") return;
      // A study of money has a client of its own.
      if (message.kind === "money-opened" || message.kind === "money-ran" || message.kind === "money-view")
        return;
      if (message.kind === "failed") return refuse(message.message);
      if (message.kind === "view") {
        handlers.onView(message.view);
        if (runs.length === queue.length && message.id === 0) end();
        return;
      }
      if (message.kind === "planned") {
        if (message.refused !== undefined) return refuse(message.refused);
        queue = drawsOf(samples, message.variants);
        perDraw = Math.min(2, message.variants);
        runNext(worker);
        for (let i = 1; i < Math.min(size, queue.length); i++) runNext(start());
        return;
      }
      const draw = queue.find(
        ({ variant, sample, replication }) =>
          variant === message.run.draw.variant &&
          sample === message.run.draw.sample &&
          replication === message.run.draw.replication,
      );
      if (draw !== undefined) runs.push({ draw, outcome: message.run.outcome });
      handlers.onProgress(runs.length, queue.length);
      if (isStage()) reading(worker);
      runNext(worker);
    });
    return worker;
  };
  tell(start(), { kind: "plan", id: 0, plans });
  return end;
}
