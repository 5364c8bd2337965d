/** The latest few runs by what was asked for; drafts share their parts, so looking one up walks little. */
import type { RunView } from "../view/run-view.ts";
import { sameRun } from "./draft.ts";
import type { Draft } from "./draft.ts";

type Asked = Omit<Draft, "name">;

export interface RunCache {
  readonly get: (asked: Asked) => RunView | undefined;
  readonly set: (asked: Asked, view: RunView) => void;
}

export function createRunCache(kept: number): RunCache {
  let entries: readonly { readonly asked: Asked; readonly view: RunView }[] = [];
  return {
    get: (asked) => entries.find((entry) => sameRun(entry.asked, asked))?.view,
    set: (asked, view) => {
      const others = entries.filter((entry) => !sameRun(entry.asked, asked));
      entries = [{ asked, view }, ...others].slice(0, kept);
    },
  };
}
