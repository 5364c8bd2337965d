/** Help: what one sees here, and the keys. */
import { button, element } from "../dom.ts";

const keys = [
  ["[ and ]", "move the time cursor by one step; with Shift by ten"],
  ["Home and End", "cursor to the start or end of the window"],
  ["W and S", "zoom in and out around the cursor"],
  ["A and D", "move the window back and forth"],
  ["F", "fit: show the whole run"],
  ["1 to 9", "go to a chart"],
  ["J", "go to the time line of the jobs; arrows there go from job to job, Esc clears"],
  ["T", "chart or table, in the chart you are in (else in all)"],
  ["Z, Shift+Z", "undo, redo"],
  ["Y", "why: what held the fleet back at the cursor"],
  ["L", "copy a link to what you see"],
  ["Esc", "clear the focus on one series"],
  ["?", "this help"],
] as const;

export function helpDialog(): { readonly node: HTMLDialogElement; readonly open: () => void } {
  const node = element(
    "dialog",
    { id: "help", "aria-labelledby": "help-title" },
    element("h2", { id: "help-title", tabindex: "-1", autofocus: true }, "What you are looking at"),
    element(
      "p",
      {},
      "A fleet of AI chips, simulated hour by hour: the power that was energised, the chips that stood where, what each of them did, and what held them back. Move a lever: the preset stays underneath as grey dashes.",
    ),
    element(
      "p",
      {},
      "Actions are what one can choose, assumptions what one believes. Diamonds are observations that the run never read. It is an if-then model, not a forecast; every default says where it comes from.",
    ),
    element(
      "p",
      {},
      "Drag across a chart to zoom, double-click to see everything. Everything is computed in your browser; nothing leaves it.",
    ),
    element(
      "p",
      {},
      "Drop a scenario (JSON) or tables (CSV of actuals, phases, deliveries or demand) anywhere on the page, or take Import: it becomes the draft, and Undo brings back what was before. A log of jobs (CSV with id, submit, start, end) opens on the time line.",
    ),
    element(
      "p",
      {},
      "How it compares with what others published, figure by figure: ",
      element("a", { href: "#validation" }, "validation"),
      ".",
    ),
    element("h3", {}, "Keys (not while you type in a field)"),
    element(
      "dl",
      { class: "keys" },
      ...keys.map(([key, what]) =>
        element("div", {}, element("dt", {}, element("kbd", {}, key)), element("dd", {}, what)),
      ),
    ),
    button("Close", () => node.close()),
  );
  return { node, open: () => node.showModal() };
}
