/** Runs jobs in threads. How many run at once, and in what order, is for `runStudy`. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Reply, Request } from "./messages.ts";

/** Beyond this, memory and not cores decides. */
const MOST_THREADS = 8;

/** Threads worth having on this computer. */
export const poolSize = (): number => Math.min(MOST_THREADS, availableParallelism());

export class Threads<Start, Job, Output> {
  private readonly file: URL;
  private readonly shared: Start;
  private readonly free: Worker[] = [];
  private readonly all = new Set<Worker>();

  /**
   * Threads start as they are needed and keep what all jobs share.
   * @param file the inside of a thread, beside this one: its name without the ending
   */
  constructor(file: string, start: Start) {
    // TypeScript where this one is, JavaScript once built.
    this.file = new URL(`./${file}${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
    this.shared = start;
  }

  /**
   * One job, in a thread that is free or a new one. A thread whose job is aborted is ended: a run does not look up.
   * @throws Error with the job's own message where it fails, or where its thread dies; the signal's reason
   */
  readonly run = (job: Job, signal: AbortSignal): Promise<Output> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const worker = this.free.pop() ?? this.start();
      const done = (reply: Reply<Output>): void => {
        settle();
        this.free.push(worker);
        if (reply.ok) resolve(reply.output);
        else reject(new Error(reply.error));
      };
      const died = (why: unknown): void => {
        settle();
        this.end(worker);
        reject(why instanceof Error ? why : new Error(`its thread ended with code ${String(why)}`));
      };
      const aborted = (): void => {
        settle();
        this.end(worker);
        reject(signal.reason);
      };
      const settle = (): void => {
        worker.off("message", done).off("error", died).off("exit", died);
        signal.removeEventListener("abort", aborted);
      };
      worker.on("message", done).on("error", died).on("exit", died);
      signal.addEventListener("abort", aborted);
      worker.postMessage({ job } satisfies Request<Job>);
    });

  /** Ends all threads; what they were running is lost. */
  async close(): Promise<void> {
    const ended = [...this.all].map((worker) => worker.terminate());
    this.all.clear();
    this.free.length = 0;
    await Promise.all(ended);
  }

  private start(): Worker {
    const worker = new Worker(this.file);
    this.all.add(worker);
    worker.postMessage(this.shared);
    return worker;
  }

  private end(worker: Worker): void {
    this.all.delete(worker);
    void worker.terminate();
  }
}
