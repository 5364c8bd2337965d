/**
 * Runs a list of jobs by whatever can run one (a plain loop, worker threads, web workers) and gives what came out in the
 * order of the list, whatever finished first. Pure: no clock, no threads, no files.
 */

/** What became of one job. A failure is told and does not stop the others. */
export type Settled<Job, Output> =
  | { readonly ok: true; readonly job: Job; readonly output: Output }
  | { readonly ok: false; readonly job: Job; readonly error: string };

export type RunJob<Job, Output> = (job: Job, signal: AbortSignal) => Promise<Output>;

export interface StudyOptions<Job, Output> {
  /** Jobs in flight at once; 1 when left out. */
  readonly parallel?: number;
  /** Aborting it rejects with its reason; jobs in flight get a signal of their own that follows it. */
  readonly signal?: AbortSignal;
  /** Called as each job ends, in order of ending. */
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * Called with the first 1, 4, 16, 40, 100, 250 ... jobs of the list once all of those have ended, and with all at the
   * end: what it is given depends on the list alone.
   */
  readonly onStage?: (settled: readonly Settled<Job, Output>[]) => void;
}

/** Lengths at which bands are worth drawing again. */
const STAGES = [1, 4, 16, 40, 100, 250, 500, 1000, 2500, 5000, 10_000];

/**
 * Runs `jobs`, at most `parallel` at once.
 * @throws the signal's reason where it is aborted, after which no job is begun; what `onProgress` or `onStage` throws
 */
export async function runStudy<Job, Output>(
  jobs: readonly Job[],
  runJob: RunJob<Job, Output>,
  options: StudyOptions<Job, Output> = {},
): Promise<readonly Settled<Job, Output>[]> {
  const { parallel = 1, signal, onProgress, onStage } = options;
  if (!Number.isInteger(parallel) || parallel < 1)
    throw new RangeError(`parallel must be a whole number from 1 (found ${parallel})`);
  signal?.throwIfAborted();
  const settled: (Settled<Job, Output> | undefined)[] = jobs.map(() => undefined);
  const ours = new AbortController();
  // Lanes share one iterator: each takes the next job that nobody has.
  const queue = jobs.entries();
  let done = 0;
  let prefix = 0;

  const report = (): void => {
    done++;
    onProgress?.(done, jobs.length);
    while (settled[prefix] !== undefined) {
      prefix++;
      if (onStage !== undefined && (STAGES.includes(prefix) || prefix === jobs.length))
        onStage(settled.slice(0, prefix).flatMap((each) => each ?? []));
    }
  };
  const lane = async (): Promise<void> => {
    for (const [index, job] of queue) {
      settled[index] = await settle(job, runJob, ours.signal);
      if (ours.signal.aborted) return;
      report();
    }
  };
  const stop = (): void => ours.abort(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  const aborted = new Promise<never>((_, reject) => {
    ours.signal.addEventListener("abort", () => reject(asError(ours.signal.reason)), { once: true });
  });
  try {
    const lanes = Array.from({ length: Math.min(parallel, jobs.length) }, lane);
    await Promise.race([Promise.all(lanes), aborted]);
  } catch (error) {
    ours.abort(error);
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  return settled.flatMap((each) => each ?? []);
}

async function settle<Job, Output>(
  job: Job,
  runJob: RunJob<Job, Output>,
  signal: AbortSignal,
): Promise<Settled<Job, Output>> {
  try {
    return { ok: true, job, output: await runJob(job, signal) };
  } catch (error) {
    return { ok: false, job, error: asError(error).message };
  }
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
