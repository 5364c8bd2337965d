import { describe, expect, it } from "vitest";
import {
  changeCount,
  edit,
  freshDraft,
  freshHistory,
  leverValue,
  redo,
  sameRun,
  settle,
  undo,
  withLever,
  withSeed,
} from "../../web/state/draft.ts";
import type { LeverView } from "../../web/view/run-view.ts";

const lever: LeverView = {
  id: "share",
  label: "Share",
  group: "action",
  kind: "range",
  paths: [
    ["sites", "a", "share"],
    ["sites", "b", "share"],
  ],
  unit: "share",
  min: 0,
  max: 1,
  step: 0.05,
  zones: [],
  help: "",
  notice: "",
  moves: "",
  preset: 0.5,
  origin: "",
};

describe("withLever", () => {
  it("writes every path of the lever", () => {
    expect(withLever(freshDraft("p"), lever, 0.8).patch).toEqual({
      sites: { a: { share: 0.8 }, b: { share: 0.8 } },
    });
  });
  it("leaves nothing in the patch at the preset's value", () => {
    const moved = withLever(freshDraft("p"), lever, 0.8);
    expect(withLever(moved, lever, 0.5).patch).toEqual({});
    expect(leverValue(moved, lever)).toBe(0.8);
    expect(leverValue(freshDraft("p"), lever)).toBe(0.5);
  });
});

describe("a lever of a few choices", () => {
  const choice: LeverView = {
    kind: "choice",
    id: "basis",
    label: "Basis",
    group: "assumption",
    paths: [["agreement", "basis"]],
    unit: "",
    choices: [
      { value: "facility", name: "facility" },
      { value: "it", name: "IT load" },
    ],
    help: "",
    notice: "",
    moves: "",
    preset: "facility",
    origin: "",
  };
  it("writes the word that was chosen, and nothing for the preset's", () => {
    const moved = withLever(freshDraft("p"), choice, "it");
    expect(moved.patch).toEqual({ agreement: { basis: "it" } });
    expect(leverValue(moved, choice)).toBe("it");
    expect(withLever(moved, choice, "facility").patch).toEqual({});
  });
});

describe("leverValue", () => {
  it("finds a number that a link or a file wrote with its source", () => {
    const patch = { sites: { a: { share: { value: 0.3, unit: "share" } } } };
    expect(leverValue({ ...freshDraft("p"), patch }, lever)).toBe(0.3);
  });
});

describe("history", () => {
  const at = (value: number) => withLever(freshDraft("p"), lever, value);
  it("steps back and forth", () => {
    const history = edit(edit(freshHistory(at(0.5)), at(0.6)), at(0.7));
    expect(undo(history).present).toEqual(at(0.6));
    expect(redo(undo(history)).present).toEqual(at(0.7));
    expect(undo(undo(undo(history))).present).toEqual(at(0.5));
  });
  it("counts the moves of one drag as one step", () => {
    let history = freshHistory(at(0.5));
    for (const value of [0.55, 0.6, 0.65]) history = edit(history, at(value), "lever share");
    expect(history.past).toHaveLength(1);
    history = edit(settle(history), at(0.7), "lever share");
    expect(history.past).toHaveLength(2);
  });
  it("forgets what was undone once something else is done", () => {
    const history = edit(undo(edit(freshHistory(at(0.5)), at(0.6))), at(0.9));
    expect(history.future).toEqual([]);
  });
  it("takes an edit that changes nothing for none", () => {
    const history = freshHistory(at(0.5));
    expect(edit(history, at(0.5))).toBe(history);
  });
});

describe("drafts", () => {
  it("ask for the same run whatever they are called", () => {
    expect(sameRun(freshDraft("p"), { ...freshDraft("p"), name: "mine" })).toBe(true);
    expect(sameRun(freshDraft("p"), withSeed(freshDraft("p"), 7))).toBe(false);
  });
  it("count a seed as a change", () => {
    expect(changeCount(withSeed(withLever(freshDraft("p"), lever, 0.1), 3))).toBe(3);
    expect(changeCount(withSeed(freshDraft("p"), undefined))).toBe(0);
  });
});
