/**
 * The page's side of a study: a few workers share the draws, what has come in is summed up after 1, 4, 8, 16, 40, and a
 * new study, or a cancel, ends them at once.
 */
import { gatherCrew } from "./study-crew.ts";
import type { CrewHandlers, CrewOptions } from "./study-crew.ts";
import type { FromStudyWorker, StudyDraw, StudyPlans, StudyRun, StudyView } from "./study-protocol.ts";

export interface StudyHandlers extends CrewHandlers {
  readonly onProgress: (done: number, total: number) => void;
  readonly onView: (view: StudyView) => void;
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

/** Starts a study; returns what ends it. */
export function startStudy(
  plans: StudyPlans,
  samples: number,
  handlers: StudyHandlers,
  options: CrewOptions = {},
): () => void {
  const runs: StudyRun[] = [];
  let queue: readonly StudyDraw[] = [];
  let place = 0;
  let perDraw = 1;
  const runNext = (worker: Worker): void => {
    const draw = queue[place];
    if (draw === undefined) return;
    place++;
    crew.tell(worker, { kind: "run", id: place, plans, draw });
  };
  const reading = (worker: Worker): void =>
    crew.tell(worker, {
      kind: "read",
      id: 0,
      plans,
      runs: runs.toSorted((x, y) => queue.indexOf(x.draw) - queue.indexOf(y.draw)),
    });
  const isStage = (): boolean => {
    const done = runs.filter(({ draw }) => draw.sample > 0).length / perDraw;
    return runs.length === queue.length || (STAGES.includes(done) && runs.length >= perDraw);
  };
  const hear = (worker: Worker, message: FromStudyWorker): void => {
    switch (message.kind) {
      case "failed":
        return crew.refuse(message.message);
      case "view":
        handlers.onView(message.view);
        if (runs.length === queue.length && message.id === 0) crew.end();
        return;
      case "planned":
        if (message.refused !== undefined) return crew.refuse(message.refused);
        queue = drawsOf(samples, message.variants);
        perDraw = Math.min(2, message.variants);
        runNext(worker);
        for (let i = 1; i < Math.min(crew.size, queue.length); i++) runNext(crew.hire());
        return;
      case "ran": {
        const { draw: of, outcome } = message.run;
        const draw = queue.find(
          ({ variant, sample, replication }) =>
            variant === of.variant && sample === of.sample && replication === of.replication,
        );
        if (draw !== undefined) runs.push({ draw, outcome });
        handlers.onProgress(runs.length, queue.length);
        if (isStage()) reading(worker);
        return runNext(worker);
      }
      // What is left is of a study of money, which has a client of its own.
      default:
    }
  };
  const crew = gatherCrew(handlers, hear, options);
  crew.tell(crew.hire(), { kind: "plan", id: 0, plans });
  return crew.end;
}
