/**
 * The page's side of the workers: the latest request wins. A request is read and checked at once, whatever runs; the
 * run in flight then gives way, to the new one or to the list of what is wrong with it. A request that differs from a run
 * in prices alone is settled on what that run did, and is not run.
 */
import { withMoney } from "../view/settled.ts";
import type { IssueView, RunView } from "../view/run-view.ts";
import type {
  FromRunWorker,
  FromScenarioWorker,
  Imported,
  ImportOrder,
  NewsAnswer,
  NewsEffectOrder,
  RunOrder,
  RunRequest,
  ToRunWorker,
  ToScenarioWorker,
} from "./protocol.ts";

export interface Handlers {
  readonly onProgress: (fraction: number) => void;
  readonly onDone: (view: RunView, request: RunRequest, milliseconds: number) => void;
  /** An answer on the way to that of a later request, as a slide brings them. */
  readonly onPassing: (view: RunView, request: RunRequest) => void;
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
  /** What may be switched in a scenario. */
  readonly news: (request: RunRequest) => Promise<NewsAnswer>;
  /** One sentence on what a switch changed. */
  readonly effect: (order: NewsEffectOrder) => Promise<string>;
  readonly texts: (request: RunRequest) => Promise<{ readonly presetText: string; readonly text: string }>;
}

interface Job {
  readonly id: number;
  readonly request: RunRequest;
  readonly asked: number;
  /** It must be run, even where a run like it was seen. */
  readonly fresh?: boolean;
}

/** Runs whose views are at hand for other prices; the reader keeps as many. */
const keptViews = 4;

export function createClient(handlers: Handlers): Client {
  const reader = new Worker(new URL("./scenario-worker.ts", import.meta.url), { type: "module" });
  const runner = new Worker(new URL("./run-worker.ts", import.meta.url), { type: "module" });
  const texts = new Map<number, (texts: { presetText: string; text: string }) => void>();
  const news = new Map<number, (answer: NewsAnswer) => void>();
  const effects = new Map<number, (sentence: string) => void>();
  const imports = new Map<number, (imported: Imported) => void>();
  let readerReady = false;
  let runnerReady = false;
  let nextId = 1;
  /** The request being read, the one that is sound and waits for its turn, and the one that runs. */
  let reading: Job | undefined;
  /** What the reader has. Others wait on this side, where a later one takes their place: a slide asks 60 times a second. */
  let inReader: Job | undefined;
  let next: { readonly job: Job; readonly order: RunOrder } | undefined;
  let running: Job | undefined;
  /** A request that will be settled on the run in flight. */
  let waiting: Job | undefined;
  /** By the request that was run for them. */
  const views = new Map<number, RunView>();
  /** The run in flight was given up: what it still says is not heard. */
  let abandoned = false;
  /** The run in flight was told to stop: nothing may wait for it. */
  let stopping = false;

  /** Asked before the reader listens. */
  const early: ToScenarioWorker[] = [];
  const ask = (message: ToScenarioWorker): void =>
    readerReady ? reader.postMessage(message) : void early.push(message);
  const order = (message: ToRunWorker): void => runner.postMessage(message);
  const readNext = (): void => {
    if (!readerReady || inReader !== undefined || reading === undefined) return;
    inReader = reading;
    const { id, request, fresh } = reading;
    ask({ kind: "prepare", id, request, ...(fresh === true ? { fresh } : {}) });
  };
  const readAgain = (job: Job, fresh: boolean): void => {
    reading = { id: nextId++, request: job.request, asked: job.asked, fresh };
    readNext();
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
    stopping = false;
    order(next.order);
    next = undefined;
  };
  const finish = (act: (job: Job) => void): void => {
    const job = running;
    running = undefined;
    if (job !== undefined && isLatest()) act(job);
    startNext();
  };
  const stop = (): void => {
    if (running === undefined) return;
    stopping = true;
    order({ kind: "cancel", id: running.id });
  };
  const giveUp = (): void => {
    abandoned ||= running !== undefined;
    stop();
  };
  /** Keeps what a run did in money terms for other prices. */
  const keep = (id: number, view: RunView): void => {
    const { basis } = view;
    if (basis === undefined) return;
    views.set(id, view);
    for (const oldest of [...views.keys()].slice(0, -keptViews)) views.delete(oldest);
    ask({ kind: "keep", id, basis });
  };
  const fail = (event: ErrorEvent): void => {
    event.preventDefault();
    waiting = undefined;
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
    if (message.kind === "news") {
      news.get(message.id)?.(message.news);
      return void news.delete(message.id);
    }
    if (message.kind === "effect") {
      effects.get(message.id)?.(message.sentence);
      return void effects.delete(message.id);
    }
    if (message.kind === "imported") {
      imports.get(message.id)?.(message.imported);
      return void imports.delete(message.id);
    }
    const read = inReader;
    inReader = undefined;
    if (message.id !== reading?.id) {
      readNext();
      if (message.kind !== "settled" || read === undefined || reading === undefined) return;
      const view = views.get(message.of);
      if (view !== undefined) handlers.onPassing(withMoney(view, message.settled), read.request);
      return;
    }
    const job = reading;
    reading = undefined;
    if (message.kind === "issues") {
      handlers.onIssues(message.issues, job.request);
      giveUp();
    } else if (message.kind === "failed") {
      handlers.onFailed(message.message);
      giveUp();
    } else if (message.kind === "settled") {
      const view = views.get(message.of);
      if (view === undefined) return readAgain(job, true);
      handlers.onDone(withMoney(view, message.settled), job.request, performance.now() - job.asked);
      giveUp();
    } else if (message.kind === "waits") {
      const coming = running?.id === message.of ? !stopping : next?.job.id === message.of;
      if (coming) waiting = job;
      else readAgain(job, true);
    } else {
      next = { job, order: { kind: "run", id: job.id, model: message.model, shown: message.shown } };
      if (running === undefined) startNext();
      else stop();
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
      case "done": {
        keep(message.id, message.view);
        const then = waiting;
        waiting = undefined;
        finish(({ request }) => handlers.onDone(message.view, request, message.milliseconds));
        if (then !== undefined && reading === undefined) readAgain(then, false);
        break;
      }
      case "failed":
        waiting = undefined;
        finish(() => handlers.onFailed(message.message));
        break;
      case "cancelled":
        waiting = undefined;
        finish(() => undefined);
        break;
    }
  });
  reader.addEventListener("error", fail);
  runner.addEventListener("error", fail);

  return {
    run: (request) => {
      reading = { id: nextId++, request, asked: performance.now() };
      waiting = undefined;
      next = undefined;
      readNext();
    },
    cancel: () => {
      waiting = undefined;
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
    news: async (request) => {
      const id = nextId++;
      return await new Promise((resolve) => {
        news.set(id, resolve);
        ask({ kind: "news", id, request });
      });
    },
    effect: async (order) => {
      const id = nextId++;
      return await new Promise((resolve) => {
        effects.set(id, resolve);
        ask({ kind: "effect", id, order });
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
