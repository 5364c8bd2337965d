/**
 * The page's side of the workers: the latest request wins. A request is read and checked at once, whatever runs; the
 * run in flight then gives way, to the new one or to the list of what is wrong with it.
 */
import type { IssueView, RunView } from "../view/run-view.ts";
import type {
  FromRunWorker,
  FromScenarioWorker,
  Imported,
  ImportOrder,
  RunOrder,
  RunRequest,
  ToRunWorker,
  ToScenarioWorker,
} from "./protocol.ts";

export interface Handlers {
  readonly onProgress: (fraction: number) => void;
  readonly onDone: (view: RunView, request: RunRequest, milliseconds: number) => void;
  readonly onIssues: (issues: readonly IssueView[], request: RunRequest) => void;
  /** The run was cancelled and no other follows. */
  readonly onIdle: () => void;
  readonly onFailed: (message: string) => void;
}

export interface Client {
  readonly run: (request: RunRequest) => void;
  readonly cancel: () => void;
  /** Files over a draft; nothing is run for it. */
  readonly bringIn: (order: ImportOrder) => Promise<Imported>;
  readonly texts: (request: RunRequest) => Promise<{ readonly presetText: string; readonly text: string }>;
}

interface Job {
  readonly id: number;
  readonly request: RunRequest;
}

export function createClient(handlers: Handlers): Client {
  const reader = new Worker(new URL("./scenario-worker.ts", import.meta.url), { type: "module" });
  const runner = new Worker(new URL("./run-worker.ts", import.meta.url), { type: "module" });
  const texts = new Map<number, (texts: { presetText: string; text: string }) => void>();
  const imports = new Map<number, (imported: Imported) => void>();
  let readerReady = false;
  let runnerReady = false;
  let nextId = 1;
  /** The request being read, the one that is sound and waits for its turn, and the one that runs. */
  let reading: Job | undefined;
  /** The reader has a request. Others wait on this side, where a later one takes their place: a slide asks 60 times a second. */
  let readerBusy = false;
  let next: { readonly job: Job; readonly order: RunOrder } | undefined;
  let running: Job | undefined;
  /** The run in flight was given up: what it still says is not heard. */
  let abandoned = false;

  /** Asked before the reader listens. */
  const early: ToScenarioWorker[] = [];
  const ask = (message: ToScenarioWorker): void =>
    readerReady ? reader.postMessage(message) : void early.push(message);
  const order = (message: ToRunWorker): void => runner.postMessage(message);
  const readNext = (): void => {
    if (!readerReady || readerBusy || reading === undefined) return;
    readerBusy = true;
    ask({ kind: "prepare", ...reading });
  };
  const isLatest = (): boolean => reading === undefined && next === undefined && !abandoned;

  const startNext = (): void => {
    if (!runnerReady || running !== undefined) return;
    if (next === undefined) {
      if (reading === undefined) handlers.onIdle();
      return;
    }
    running = next.job;
    abandoned = false;
    order(next.order);
    next = undefined;
  };
  const finish = (act: (job: Job) => void): void => {
    const job = running;
    running = undefined;
    if (job !== undefined && isLatest()) act(job);
    startNext();
  };
  const giveUp = (): void => {
    if (running === undefined) return;
    abandoned = true;
    order({ kind: "cancel", id: running.id });
  };
  const fail = (event: ErrorEvent): void => {
    event.preventDefault();
    reading = undefined;
    next = undefined;
    running = undefined;
    const message = `the simulator could not start in this browser (${event.message || "no module worker"})`;
    for (const answer of imports.values()) answer({ kind: "issues", issues: [{ path: "", message }] });
    imports.clear();
    handlers.onFailed(message);
  };

  reader.addEventListener("message", (event: MessageEvent<FromScenarioWorker>) => {
    const message = event.data;
    if (message.kind === "ready") {
      readerReady = true;
      for (const waiting of early.splice(0)) ask(waiting);
      return readNext();
    }
    if (message.kind === "text") {
      texts.get(message.id)?.(message);
      return void texts.delete(message.id);
    }
    if (message.kind === "imported") {
      imports.get(message.id)?.(message.imported);
      return void imports.delete(message.id);
    }
    readerBusy = false;
    if (message.id !== reading?.id) return readNext();
    const job = reading;
    reading = undefined;
    if (message.kind === "issues") {
      handlers.onIssues(message.issues, job.request);
      giveUp();
    } else if (message.kind === "failed") {
      handlers.onFailed(message.message);
      giveUp();
    } else {
      next = { job, order: { kind: "run", id: job.id, model: message.model, shown: message.shown } };
      if (running === undefined) startNext();
      else order({ kind: "cancel", id: running.id });
    }
  });
  runner.addEventListener("message", (event: MessageEvent<FromRunWorker>) => {
    const message = event.data;
    if (message.kind === "ready") {
      runnerReady = true;
      if (next !== undefined) startNext();
      return;
    }
    if (message.id !== running?.id) return;
    switch (message.kind) {
      case "progress":
        if (isLatest()) handlers.onProgress(message.fraction);
        break;
      case "done":
        finish(({ request }) => handlers.onDone(message.view, request, message.milliseconds));
        break;
      case "failed":
        finish(() => handlers.onFailed(message.message));
        break;
      case "cancelled":
        finish(() => undefined);
        break;
    }
  });
  reader.addEventListener("error", fail);
  runner.addEventListener("error", fail);

  return {
    run: (request) => {
      reading = { id: nextId++, request };
      next = undefined;
      readNext();
    },
    cancel: () => {
      reading = undefined;
      next = undefined;
      if (running === undefined) handlers.onIdle();
      giveUp();
    },
    bringIn: async (order) => {
      const id = nextId++;
      return await new Promise((resolve) => {
        imports.set(id, resolve);
        ask({ kind: "import", id, order });
      });
    },
    texts: async (request) => {
      const id = nextId++;
      return await new Promise((resolve) => {
        texts.set(id, resolve);
        ask({ kind: "text", id, request });
      });
    },
  };
}
