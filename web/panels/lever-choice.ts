/** The control of a lever that is one of a few things: a row of radio buttons, or a list where names are long. */
import type { App } from "../app.ts";
import { element } from "../dom.ts";
import { leverValue } from "../state/draft.ts";
import type { AppState } from "../app.ts";
import type { ChoiceLever } from "../view/run-view.ts";

export interface Control {
  readonly node: HTMLElement;
  readonly update: (state: AppState) => void;
}

/** Letters that fit in a row of the rail. */
const roomFor = 30;

export function choiceControl(app: App, lever: ChoiceLever, labelId: string): Control {
  const letters = lever.choices.reduce((sum, { name }) => sum + name.length + 3, 0);
  return letters <= roomFor ? radios(app, lever, labelId) : list(app, lever, labelId);
}

function choose(app: App, lever: ChoiceLever, index: number): void {
  const choice = lever.choices[index];
  if (choice === undefined) return;
  app.setLever(lever, choice.value);
  app.settleLever();
}

/** Place of the value a lever stands at; -1 where it is none of the choices. */
const chosen = (state: AppState, lever: ChoiceLever): number =>
  lever.choices.findIndex(({ value }) => value === leverValue(state.history.present, lever));

function radios(app: App, lever: ChoiceLever, labelId: string): Control {
  const inputs = lever.choices.map((_, index) =>
    element("input", {
      type: "radio",
      name: `choice-${lever.id}`,
      value: index,
      onchange: () => choose(app, lever, index),
    }),
  );
  const node = element(
    "div",
    { class: "segments", role: "radiogroup", "aria-labelledby": labelId },
    ...lever.choices.map(({ name }, index) => element("label", {}, inputs[index], name)),
  );
  return {
    node,
    update: (state) => {
      const at = chosen(state, lever);
      inputs.forEach((input, index) => (input.checked = index === at));
    },
  };
}

function list(app: App, lever: ChoiceLever, labelId: string): Control {
  const node = element("select", {
    "aria-labelledby": labelId,
    onchange: () => choose(app, lever, Number(node.value)),
  });
  node.append(...lever.choices.map(({ name }, index) => element("option", { value: index }, name)));
  return {
    node,
    update: (state) => void (node.selectedIndex = chosen(state, lever)),
  };
}
