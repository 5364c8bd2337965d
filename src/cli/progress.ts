/** A line of progress on a terminal; silence elsewhere. */
import { bar, terminalOf } from "./terminal.ts";

export interface Progress {
  /** `share` of the run that is done, 0 to 1. */
  show(share: number): void;
  /** Clears the line. */
  end(): void;
}

export function progressOn(stream: NodeJS.WriteStream, title: string): Progress {
  if (!stream.isTTY) return { show: () => undefined, end: () => undefined };
  const width = Math.max(10, Math.min(40, terminalOf(stream, process.env).columns - title.length - 10));
  let shown = -1;
  return {
    show(share) {
      const percent = Math.floor(share * 100);
      if (percent === shown) return;
      shown = percent;
      stream.write(`\r${title} ${bar(share, width)} ${String(percent).padStart(3)} %`);
    },
    end() {
      if (shown >= 0) stream.write("\r\u001b[2K");
    },
  };
}
