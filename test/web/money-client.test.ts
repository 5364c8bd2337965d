// The page's side of a study of money against workers that answer when the test says so.
import { beforeEach, describe, expect, it } from "vitest";
import type { MoneyRanges, MoneyTask } from "../../web/api.ts";
import { startMoneyStudy } from "../../web/worker/money-client.ts";
import type { FromStudyWorker, MoneyAsk, ToStudyWorker } from "../../web/worker/study-protocol.ts";
import { FakeWorker } from "./fake-study-worker.ts";

// Handed on unread.
const ask = { request: { preset: "first-campus", patch: {} } } as MoneyAsk;
const view = { done: 1 } as MoneyRanges;
const tasks = Array.from({ length: 30 }, (_, row): MoneyTask => ({ kind: "swing", row }));

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
  cancel = startMoneyStudy(
    ask,
    {
      onProgress: (done, total) => events.push(`${done}/${total}`),
      onView: () => events.push("view"),
      onRefused: (message) => events.push(`refused ${message}`),
      onEnd: () => events.push("end"),
    },
    { size: 2, make },
  );
});

const answer = (message: ToStudyWorker): FromStudyWorker => {
  const { id } = message;
  if (message.kind === "money-open") return { kind: "money-opened", id, tasks };
  if (message.kind === "money-read") return { kind: "money-view", id, view };
  return { kind: "money-ran", id, done: { kind: "failed", error: "" } };
};

describe("a study of money on the page", () => {
  it("opens every worker once, runs every task once, reads now and then and at the end, and ends them", () => {
    const ran: number[] = [];
    let opened = 0;
    let reads = 0;
    for (let asked = true; asked;) {
      asked = false;
      for (const worker of made)
        for (const message of worker.take()) {
          asked = true;
          if (message.kind === "money-open") opened++;
          if (message.kind === "money-read") reads++;
          if (message.kind === "money-task" && message.task.kind === "swing") ran.push(message.task.row);
          worker.say(answer(message));
        }
    }
    expect(made).toHaveLength(2);
    expect(opened).toBe(2);
    expect(ran.toSorted((a, b) => a - b)).toEqual(tasks.map((_, row) => row));
    expect(reads).toBe(3);
    expect(events.filter((event) => event.includes("/"))).toEqual(tasks.map((_, i) => `${i + 1}/30`));
    expect(events.filter((event) => event === "view")).toHaveLength(3);
    expect(events.at(-1)).toBe("end");
    expect(made.every(({ ended }) => ended)).toBe(true);
  });

  it("says nothing more once it is cancelled", () => {
    const [worker] = made;
    const [open] = worker!.take();
    cancel();
    expect(events).toEqual(["end"]);
    expect(worker!.ended).toBe(true);
    worker!.say(answer(open!));
    expect(events).toEqual(["end"]);
    expect(worker!.take()).toEqual([]);
  });

  it("hands on why there can be none, and ends", () => {
    made[0]!.say({ kind: "failed", id: 0, message: "the scenario says nothing of money" });
    expect(events).toEqual(["refused the scenario says nothing of money", "end"]);
  });
});
