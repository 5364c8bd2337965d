/** One lever: its name, its control, the way back to the preset, and a sheet that says what it is and where its default comes from. */
import type { App, AppState } from "../app.ts";
import { button, element } from "../dom.ts";
import { formatValue } from "../format.ts";
import { leverValue } from "../state/draft.ts";
import type { LeverView } from "../view/run-view.ts";
import { choiceControl } from "./lever-choice.ts";
import { rangeControl } from "./lever-range.ts";
import type { Parts } from "./lever-range.ts";

export interface LeverRow {
  readonly node: HTMLElement;
  readonly update: (state: AppState) => void;
}

export function leverRow(app: App, lever: LeverView): LeverRow {
  const id = `lever-${lever.id}`;
  const labelId = `${id}-label`;
  const preset = nameOf(lever, lever.preset);
  const back = button("↺", () => app.setLever(lever, lever.preset), {
    class: "back",
    "aria-label": `${lever.label}: back to the preset`,
    title: `Back to ${preset}`,
  });
  const sheet = element(
    "div",
    { class: "sheet", id: `${id}-sheet`, hidden: true },
    element("p", {}, lever.help),
    lever.notice === "" ? undefined : element("p", { class: "notice-that" }, `Notice that ${lever.notice}.`),
    element("p", {}, `Preset: ${preset}${lever.origin === "" ? "" : `, ${lever.origin}`}`),
    element("p", {}, element("code", {}, lever.paths.map((keys) => keys.join(".")).join(" "))),
  );
  const info = button("i", () => toggle(), {
    class: "info",
    "aria-expanded": "false",
    "aria-controls": `${id}-sheet`,
    "aria-label": `About ${lever.label}`,
  });
  const toggle = (): void => {
    sheet.hidden = !sheet.hidden;
    info.setAttribute("aria-expanded", String(!sheet.hidden));
  };
  const control = controlOf(app, lever, id, labelId);
  const label =
    lever.kind === "range"
      ? element("label", { class: "name", for: id, id: labelId }, lever.label)
      : element("span", { class: "name", id: labelId }, lever.label);
  const node = element(
    "div",
    { class: `lever ${lever.kind}`, "data-lever": lever.id },
    label,
    back,
    info,
    ...control.nodes,
    sheet,
  );
  const update = (state: AppState): void => {
    control.update(state);
    const moved = isMoved(lever, leverValue(state.history.present, lever));
    node.classList.toggle("moved", moved);
    back.hidden = !moved;
  };
  return { node, update };
}

function controlOf(app: App, lever: LeverView, id: string, labelId: string): Parts {
  if (lever.kind === "range") return rangeControl(app, lever, id, labelId);
  const { node, update } = choiceControl(app, lever, labelId);
  return { nodes: [node], update };
}

const isMoved = (lever: LeverView, value: string | number): boolean =>
  lever.kind === "range" && typeof value === "number"
    ? Math.abs(value - lever.preset) > lever.step * 1e-6
    : value !== lever.preset;

/** A lever's value as people read it. */
function nameOf(lever: LeverView, value: string | number): string {
  if (lever.kind === "choice")
    return lever.choices.find((each) => each.value === value)?.name ?? String(value);
  return formatValue(lever.preset, lever.unit);
}
