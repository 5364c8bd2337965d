// Ranges of money: workers that answer when the test says so.
import { beforeEach, describe, expect, it } from "vitest";
import type { MoneyBasis, MoneyDone, MoneyRanges } from "../../web/api.ts";
import { startRanges } from "../../web/worker/ranges-client.ts";
import type { FromStudyWorker, ToStudyWorker } from "../../web/worker/study-protocol.ts";

class FakeWorker extends EventTarget {
  readonly heard: ToStudyWorker[] = [];
  ended = false;
  postMessage(message: ToStudyWorker): void {
    this.heard.push(structuredClone(message));
  }
  terminate(): void {
    this.ended = true;
  }
  say(data: FromStudyWorker): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}
const basis = {} as MoneyBasis;
const done = { kind: "draws", of: "money", values: [] } as MoneyDone;
const ranges = (read: number): MoneyRanges => ({ done: read }) as MoneyRanges;

let made: FakeWorker[];
let events: string[];
let end: () => void;
beforeEach(() => {
  made = [];
  events = [];
  end = startRanges(
    { preset: "rainier", patch: {} },
    basis,
    {
      onView: (view) => events.push(`view ${view.done}`),
      onFailed: (message) => events.push(`failed ${message}`),
      onEnd: () => events.push("end"),
    },
    2,
    () => {
      const worker = new FakeWorker();
      made.push(worker);
      return worker as unknown as Worker;
    },
  );
});
const at = (k: number): FakeWorker => made[k]!;
const tasksOf = (k: number): number[] =>
  at(k).heard.flatMap((message) => (message.kind === "money-run" ? [message.task] : []));

describe("ranges of money", () => {
  it("share the tasks, each once, and end with the last reading", () => {
    expect(at(0).heard).toMatchObject([{ kind: "money-open" }]);
    at(0).say({ kind: "money-open", id: 0, total: 3 });
    expect(made).toHaveLength(2);
    at(1).say({ kind: "money-open", id: 0, total: 3 });
    at(0).say({ kind: "money-ran", id: 0, done });
    at(1).say({ kind: "money-ran", id: 1, done });
    at(0).say({ kind: "money-ran", id: 2, done });
    expect([...tasksOf(0), ...tasksOf(1)].sort()).toEqual([0, 1, 2]);
    expect(at(0).heard.at(-1)).toMatchObject({ kind: "money-read", id: 3, done: [done, done, done] });
    at(0).say({ kind: "money-read", id: 3, ranges: ranges(3) });
    expect(events).toEqual(["view 3", "end"]);
    expect(made.map(({ ended }) => ended)).toEqual([true, true]);
  });

  it("are read on the way, and hear nothing more once they were ended", () => {
    at(0).say({ kind: "money-open", id: 0, total: 20 });
    for (let k = 0; k < 8; k++) at(0).say({ kind: "money-ran", id: k, done });
    at(0).say({ kind: "money-read", id: 8, ranges: ranges(8) });
    end();
    at(0).say({ kind: "money-read", id: 8, ranges: ranges(9) });
    expect(events).toEqual(["view 8"]);
    expect(at(0).ended).toBe(true);
  });

  it("fail with the first worker's reason", () => {
    at(0).say({ kind: "failed", id: 0, message: "no money" });
    at(0).say({ kind: "failed", id: 0, message: "again" });
    expect(events).toEqual(["failed no money"]);
  });
});
