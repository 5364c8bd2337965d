// The page's side of the workers against two that answer when the test says so.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createClient } from "../../web/worker/client.ts";
import type { Client, Handlers } from "../../web/worker/client.ts";
import type {
  FromRunWorker,
  FromScenarioWorker,
  RunRequest,
  Settled,
  ToRunWorker,
  ToScenarioWorker,
} from "../../web/worker/protocol.ts";
import { moneyView, tinyMoney } from "./tiny-money.ts";

class FakeWorker extends EventTarget {
  readonly heard: (ToScenarioWorker | ToRunWorker)[] = [];
  postMessage(message: ToScenarioWorker | ToRunWorker): void {
    this.heard.push(message);
  }
  say(data: FromScenarioWorker | FromRunWorker): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
  /** What was heard since it was last asked. */
  take(): (ToScenarioWorker | ToRunWorker)[] {
    return this.heard.splice(0);
  }
}

const request = (name: string): RunRequest => ({ preset: "rainier", patch: { title: name } });
// The client hands these on unread.
const model = {} as Extract<FromScenarioWorker, { kind: "prepared" }>["model"];
const shown = {} as Extract<FromScenarioWorker, { kind: "prepared" }>["shown"];
const view = moneyView();
const basis = {} as NonNullable<(typeof view)["basis"]>;
const priced = { ...view, basis };
const settled: Settled = { shown, inputs: {}, money: { ...tinyMoney, finding: "Dearer." }, headlines: [] };

let made: FakeWorker[];
let client: Client;
let events: string[];
const reader = (): FakeWorker => made[0]!;
const runner = (): FakeWorker => made[1]!;
const prepared = (id: number): void => reader().say({ kind: "prepared", id, model, shown });
const done = (id: number): void => runner().say({ kind: "done", id, view, milliseconds: 1 });

beforeEach(() => {
  made = [];
  events = [];
  vi.stubGlobal(
    "Worker",
    class extends FakeWorker {
      constructor() {
        super();
        made.push(this);
      }
    },
  );
  const handlers: Handlers = {
    onProgress: (fraction) => events.push(`progress ${fraction}`),
    onDone: ({ findings }, { patch }) =>
      events.push(`done ${[JSON.stringify(patch["title"]), findings["spend"]].filter(Boolean).join(" ")}`),
    onPassing: ({ findings }, { patch }) =>
      events.push(`passing ${JSON.stringify(patch["title"])} ${findings["spend"]}`),
    onIssues: (_issues, { patch }) => events.push(`issues ${JSON.stringify(patch["title"])}`),
    onIdle: () => events.push("idle"),
    onFailed: (message) => events.push(`failed ${message}`),
  };
  client = createClient(handlers);
  reader().say({ kind: "ready" });
  runner().say({ kind: "ready" });
});
afterEach(() => void vi.unstubAllGlobals());

describe("the client of the two workers", () => {
  it("reads, then runs, then hands over", () => {
    client.run(request("a"));
    expect(reader().take()).toMatchObject([{ kind: "prepare", id: 1 }]);
    prepared(1);
    expect(runner().take()).toMatchObject([{ kind: "run", id: 1 }]);
    runner().say({ kind: "progress", id: 1, fraction: 0.5 });
    done(1);
    expect(events).toEqual(["progress 0.5", 'done "a"', "idle"]);
  });

  it("keeps one request in the reader and of the others only the last", () => {
    for (const name of ["a", "b", "c", "d"]) client.run(request(name));
    expect(reader().take()).toHaveLength(1);
    prepared(1);
    expect(runner().take()).toEqual([]);
    expect(reader().take()).toMatchObject([{ kind: "prepare", id: 4 }]);
    prepared(4);
    done(4);
    expect(events).toEqual(['done "d"', "idle"]);
  });

  it("lets the run in flight give way to a later one, and does not hear it out", () => {
    client.run(request("a"));
    prepared(1);
    client.run(request("b"));
    prepared(2);
    expect(runner().take()).toMatchObject([
      { kind: "run", id: 1 },
      { kind: "cancel", id: 1 },
    ]);
    // It was done before the cancel reached it.
    runner().say({ kind: "progress", id: 1, fraction: 1 });
    done(1);
    expect(runner().take()).toMatchObject([{ kind: "run", id: 2 }]);
    done(2);
    expect(events).toEqual(['done "b"', "idle"]);
  });

  it("answers bad input while a run is in flight, and gives that run up", () => {
    client.run(request("a"));
    prepared(1);
    client.run(request("bad"));
    reader().say({ kind: "issues", id: 2, issues: [] });
    expect(events).toEqual(['issues "bad"']);
    expect(runner().take()).toMatchObject([{ kind: "run" }, { kind: "cancel", id: 1 }]);
    done(1);
    expect(events).toEqual(['issues "bad"', "idle"]);
  });

  it("gives the run in flight up when a later request cannot be read", () => {
    client.run(request("a"));
    prepared(1);
    client.run(request("b"));
    reader().say({ kind: "failed", id: 2, message: "no" });
    done(1);
    expect(events).toEqual(["failed no", "idle"]);
  });

  it("cancels what is read and what runs, and goes on after it", () => {
    client.run(request("a"));
    prepared(1);
    client.run(request("b"));
    client.cancel();
    prepared(2);
    runner().say({ kind: "cancelled", id: 1 });
    expect(events).toEqual(["idle"]);
    client.run(request("c"));
    prepared(3);
    done(3);
    expect(events).toEqual(["idle", 'done "c"', "idle"]);
  });

  describe("with prices", () => {
    const runOf = (name: string, id: number): void => {
      client.run(request(name));
      prepared(id);
      runner().say({ kind: "done", id, view: priced, milliseconds: 1 });
      reader().take();
      runner().take();
      events.length = 0;
    };

    it("hands what a run did to the reader, and shows other prices on that run", () => {
      client.run(request("a"));
      prepared(1);
      reader().take();
      runner().say({ kind: "done", id: 1, view: priced, milliseconds: 1 });
      expect(reader().take()).toEqual([{ kind: "keep", id: 1, basis }]);
      client.run(request("dear"));
      expect(reader().take()).toMatchObject([{ kind: "prepare", id: 2 }]);
      reader().say({ kind: "settled", id: 2, of: 1, settled });
      expect(events).toEqual(['done "a"', "idle", 'done "dear" Dearer.']);
      expect(runner().take()).toMatchObject([{ kind: "run", id: 1 }]);
    });

    it("shows answers on the way while a slide goes on, and ends with the last", () => {
      runOf("a", 1);
      client.run(request("b"));
      client.run(request("c"));
      reader().say({ kind: "settled", id: 2, of: 1, settled });
      expect(events).toEqual(['passing "b" Dearer.']);
      reader().say({ kind: "settled", id: 3, of: 1, settled });
      expect(events).toEqual(['passing "b" Dearer.', 'done "c" Dearer.']);
    });

    it("shows nothing on the way once it was cancelled", () => {
      runOf("a", 1);
      client.run(request("b"));
      client.cancel();
      reader().say({ kind: "settled", id: 2, of: 1, settled });
      expect(events).toEqual(["idle"]);
    });

    it("waits for the run in flight where only prices differ, and then settles on it", () => {
      client.run(request("a"));
      prepared(1);
      client.run(request("dear"));
      reader().say({ kind: "waits", id: 2, of: 1 });
      expect(runner().take()).toMatchObject([{ kind: "run", id: 1 }]);
      reader().take();
      runner().say({ kind: "done", id: 1, view: priced, milliseconds: 1 });
      expect(reader().take()).toMatchObject([
        { kind: "keep", id: 1 },
        { kind: "prepare", id: 3 },
      ]);
      reader().say({ kind: "settled", id: 3, of: 1, settled });
      expect(events).toEqual(['done "a"', "idle", 'done "dear" Dearer.']);
    });

    it("asks for a run where the one it waits for was given up, or its view is gone", () => {
      client.run(request("a"));
      prepared(1);
      client.run(request("b"));
      prepared(2);
      client.run(request("a again"));
      reader().take();
      reader().say({ kind: "waits", id: 3, of: 1 });
      expect(reader().take()).toMatchObject([{ kind: "prepare", id: 4, fresh: true }]);
      reader().say({ kind: "settled", id: 4, of: 99, settled });
      expect(reader().take()).toMatchObject([{ kind: "prepare", id: 5, fresh: true }]);
    });

    it("gives the run in flight up when other prices answer a later request", () => {
      runOf("a", 1);
      client.run(request("other chips"));
      prepared(2);
      client.run(request("dear"));
      reader().say({ kind: "settled", id: 3, of: 1, settled });
      expect(runner().take()).toMatchObject([{ kind: "run" }, { kind: "cancel", id: 2 }]);
      runner().say({ kind: "cancelled", id: 2 });
      expect(events).toEqual(['done "dear" Dearer.', "idle"]);
    });

    it("drops what waits when the run it waits for fails or is cancelled", () => {
      client.run(request("a"));
      prepared(1);
      client.run(request("dear"));
      reader().say({ kind: "waits", id: 2, of: 1 });
      client.cancel();
      runner().say({ kind: "cancelled", id: 1 });
      expect(events).toEqual(["idle"]);
    });
  });
});
