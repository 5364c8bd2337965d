/** The search box: jobs by their name. It takes none away; those that are not meant fade. */
import { element, setText } from "../dom.ts";
import type { JobLines } from "../view/job-lines.ts";
import { nameOf } from "./text.ts";

export interface JobFinder {
  readonly input: HTMLInputElement;
  readonly said: HTMLElement;
  /** 1 for jobs that were found, by job; undefined: nothing is searched for. */
  readonly found: () => Uint8Array | undefined;
  /** The next job that was found after one, from the first on again; -1: none. */
  readonly after: (job: number) => number;
  /** Searches other lines, or as other jobs of them are shown. */
  readonly search: (lines: JobLines, isShown: (job: number) => boolean) => void;
  readonly clear: () => void;
}

export function jobFinder(on: { readonly changed: () => void; readonly next: () => void }): JobFinder {
  let found: Uint8Array | undefined;
  let among: { readonly lines: JobLines; readonly isShown: (job: number) => boolean } | undefined;
  const said = element("span", { class: "soft", role: "status" });
  const input = element("input", {
    type: "search",
    "aria-label": "Find jobs by name",
    placeholder: "Find jobs",
    oninput: () => find(),
    onkeydown: (event) => {
      if (event instanceof KeyboardEvent && event.key === "Enter") on.next();
    },
  });
  const find = (): void => {
    const wanted = input.value.trim().toLowerCase();
    found = undefined;
    if (wanted === "" || among === undefined) setText(said, "");
    else {
      const { lines, isShown } = among;
      let count = 0;
      found = new Uint8Array(lines.count);
      for (let job = 0; job < lines.count; job++) {
        if (!isShown(job) || !nameOf(lines, job).toLowerCase().includes(wanted)) continue;
        found[job] = 1;
        count++;
      }
      setText(said, count === 0 ? "none" : `${count.toLocaleString("en")} found; Enter goes to the next`);
    }
    on.changed();
  };
  return {
    input,
    said,
    found: () => found,
    after: (job) => {
      if (found === undefined) return -1;
      const later = found.indexOf(1, job + 1);
      return later >= 0 ? later : found.indexOf(1);
    },
    search: (lines, isShown) => {
      among = { lines, isShown };
      find();
    },
    clear: () => {
      input.value = "";
      find();
    },
  };
}
