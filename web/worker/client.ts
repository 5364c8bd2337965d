/**
 * The page's side of the worker: the latest request wins. A request cancels the run in flight and waits
 * for it to give way; of several that come meanwhile only the last is run.
 */
import type { IssueView, PresetView, RunView } from "../view/run-view.ts";
import type { FromWorker, RunRequest, ToWorker } from "./protocol.ts";

export interface Handlers {
  readonly onReady: (presets: readonly PresetView[]) => void;
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
  readonly texts: (request: RunRequest) => Promise<{ readonly presetText: string; readonly text: string }>;
}

interface Job {
  readonly id: number;
  readonly request: RunRequest;
}

export function createClient(handlers: Handlers): Client {
  const worker = new Worker(new URL("./run-worker.ts", import.meta.url), { type: "module" });
  const texts = new Map<number, (texts: { presetText: string; text: string }) => void>();
  let ready = false;
  let nextId = 1;
  let current: Job | undefined;
  let wanted: RunRequest | undefined;
  /** The run in flight was given up: what it still says is not heard. */
  let abandoned = false;

  const post = (message: ToWorker): void => worker.postMessage(message);
  const proceed = (): void => {
    if (!ready || current !== undefined) return;
    if (wanted === undefined) return handlers.onIdle();
    // Cleared before the run starts: a change during the run asks anew, and one change runs once.
    const request = wanted;
    wanted = undefined;
    abandoned = false;
    current = { id: nextId++, request };
    post({ kind: "run", id: current.id, request });
  };
  const finish = (act: (job: Job) => void): void => {
    const job = current;
    current = undefined;
    if (job !== undefined && wanted === undefined && !abandoned) act(job);
    proceed();
  };

  worker.addEventListener("message", (event: MessageEvent<FromWorker>) => {
    const message = event.data;
    if (message.kind === "ready") {
      ready = true;
      handlers.onReady(message.presets);
      return proceed();
    }
    if (message.kind === "text") {
      texts.get(message.id)?.(message);
      return void texts.delete(message.id);
    }
    if (message.id !== current?.id) return;
    switch (message.kind) {
      case "progress":
        if (wanted === undefined && !abandoned) handlers.onProgress(message.fraction);
        break;
      case "done":
        finish(({ request }) => handlers.onDone(message.view, request, message.milliseconds));
        break;
      case "issues":
        finish(({ request }) => handlers.onIssues(message.issues, request));
        break;
      case "failed":
        finish(() => handlers.onFailed(message.message));
        break;
      case "cancelled":
        finish(() => undefined);
        break;
    }
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    current = undefined;
    handlers.onFailed(
      `the simulator could not start in this browser (${event.message || "no module worker"})`,
    );
  });

  return {
    run: (request) => {
      wanted = request;
      if (current === undefined) proceed();
      else post({ kind: "cancel", id: current.id });
    },
    cancel: () => {
      wanted = undefined;
      abandoned = true;
      if (current === undefined) handlers.onIdle();
      else post({ kind: "cancel", id: current.id });
    },
    texts: async (request) => {
      const id = nextId++;
      return await new Promise((resolve) => {
        texts.set(id, resolve);
        post({ kind: "text", id, request });
      });
    },
  };
}
