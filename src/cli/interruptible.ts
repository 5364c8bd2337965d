/** Work that Ctrl-C, or a request to end, stops before anything is written. */
import { CommandFault, EXIT } from "./fail.ts";

/** @throws {CommandFault} with the exit code of the signal, where one came; what `work` throws else */
export async function interruptibly<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const interrupt = (signal: NodeJS.Signals): void => {
    const code = signal === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
    // A second one does not wait for the work to notice.
    if (exitCode !== undefined) process.exit(code);
    exitCode = code;
    controller.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  try {
    const done = await work(controller.signal);
    if (exitCode === undefined) return done;
  } catch (error) {
    if (exitCode === undefined) throw error;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
  throw new CommandFault("interrupted; nothing was written", exitCode);
}
