// The page's side of a study against workers that answer when the test says so.
import { beforeEach, describe, expect, it } from "vitest";
import { drawsOf, startStudy } from "../../web/worker/study-client.ts";
import type { FromStudyWorker, StudyPlans, StudyView } from "../../web/worker/study-protocol.ts";
import { FakeWorker } from "./fake-study-worker.ts";

const plans: StudyPlans = { a: { preset: "first-campus", patch: {} } };
// Handed on unread.
const outcome = {} as Extract<FromStudyWorker, { kind: "ran" }>["run"]["outcome"];
const view = { samples: 1 } as StudyView;

let made: FakeWorker[];
let events: string[];
let cancel: () => void;
beforeEach(() => {
  made = [];
  events = [];
  const make = (): Worker => {
    const worker = new FakeWorker();
    made.push(worker);
    return worker as unknown as Worker;
  };
  cancel = startStudy(
    plans,
    4,
    {
      onProgress: (done, total) => events.push(`${done}/${total}`),
      onView: () => events.push("view"),
      onRefused: (message) => events.push(`refused ${message}`),
      onEnd: () => events.push("end"),
    },
    { size: 2, make },
  );
});

/** Every worker answers what it was asked, until nobody is asked anything. */
function answerAll(): void {
  for (let asked = true; asked;) {
    asked = false;
    for (const worker of made)
      for (const message of worker.take()) {
        asked = true;
        if (message.kind === "plan") worker.say({ kind: "planned", id: 0, variants: 1 });
        else if (message.kind === "run")
          worker.say({ kind: "ran", id: message.id, run: { draw: message.draw, outcome } });
        else worker.say({ kind: "view", id: message.id, view });
      }
  }
}

describe("draws of a study", () => {
  it("are the base run, the samples and draws of chance of one plan", () => {
    const draws = drawsOf(4, 1);
    expect(draws.map(({ sample, replication }) => `${sample}.${replication}`)).toEqual([
      "0.0",
      "1.0",
      "2.0",
      "3.0",
      "4.0",
      "0.1",
      "0.2",
      "0.3",
    ]);
  });
  it("come in pairs for two plans; subsets of changes are run once; chance is drawn for B alone", () => {
    const draws = drawsOf(2, 4);
    expect(draws.slice(0, 4).map(({ variant }) => variant)).toEqual([0, 1, 2, 3]);
    expect(draws.slice(4, 8).map(({ variant, sample }) => [variant, sample])).toEqual([
      [0, 1],
      [1, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(draws.slice(8).every(({ variant, replication }) => variant === 1 && replication > 0)).toBe(true);
  });
});

describe("a study", () => {
  it("shares draws among the workers, sums up after 1 and 4 samples and at the end, and ends them", () => {
    answerAll();
    expect(made).toHaveLength(2);
    expect(events.filter((event) => event === "view").length).toBeGreaterThanOrEqual(3);
    expect(events.filter((event) => event.includes("/"))).toEqual(
      Array.from({ length: 8 }, (_, i) => `${i + 1}/8`),
    );
    expect(events.at(-1)).toBe("end");
    expect(made.every(({ ended }) => ended)).toBe(true);
  });
  it("says nothing more once it is cancelled", () => {
    made[0]!.say({ kind: "planned", id: 0, variants: 1 });
    const [first] = made[0]!.take().filter(({ kind }) => kind === "run");
    cancel();
    expect(events).toEqual(["end"]);
    expect(made.every(({ ended }) => ended)).toBe(true);
    if (first?.kind === "run")
      made[0]!.say({ kind: "ran", id: first.id, run: { draw: first.draw, outcome } });
    expect(events).toEqual(["end"]);
  });
  it("hands on why plans cannot be compared, and ends", () => {
    made[0]!.say({ kind: "planned", id: 0, variants: 0, refused: "A ends 2030-01-01, B ends 2031-01-01" });
    expect(events).toEqual(["refused A ends 2030-01-01, B ends 2031-01-01", "end"]);
  });
});
