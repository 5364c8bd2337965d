/** What goes between a pool and its threads: first what all jobs share, then a job and its reply, one at a time. */

export interface Request<Job> {
  readonly job: Job;
}

export type Reply<Output> =
  | { readonly ok: true; readonly output: Output }
  | { readonly ok: false; readonly error: string };

/** What `run` gives, or what it throws as a text. */
export async function replyTo<Output>(run: () => Output | Promise<Output>): Promise<Reply<Output>> {
  try {
    return { ok: true, output: await run() };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
