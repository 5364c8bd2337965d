/** Header: preset, draft, undo and redo, sharing, theme, help; under it the thin bar of a run in flight. */
import type { App, AppState } from "../app.ts";
import { button, element, setText } from "../dom.ts";
import { changeCount, isUnchanged, ownPreset } from "../state/draft.ts";
import type { Draft } from "../state/draft.ts";
import { shareLink } from "./links.ts";
import { plannerButton } from "./planner.ts";
import { themeButton } from "./theme-button.ts";

interface Actions {
  readonly openEditor: () => void;
  readonly chooseFiles: () => void;
  readonly openHelp: () => void;
}

export function header(app: App, { openEditor, openHelp, chooseFiles }: Actions): HTMLElement {
  const preset = element("select", {
    "aria-label": "Preset",
    onchange: () => app.choosePreset(preset.value),
  });
  const name = element("input", {
    type: "text",
    "aria-label": "Name of this draft",
    placeholder: "name this draft",
    maxlength: 80,
    oninput: () => app.setDraft({ name: name.value }, "name"),
    onchange: app.settleLever,
  });
  const count = element("span", { class: "count" });
  const undo = button("Undo", app.undo, { "aria-keyshortcuts": "Z" });
  const redo = button("Redo", app.redo, { "aria-keyshortcuts": "Shift+Z" });
  const reset = button("Reset", app.reset, { title: "Back to the preset" });
  const cancel = button("Cancel run", app.cancel, { class: "cancel" });
  const status = element("span", { class: "status" });
  const bar = element("progress", { "aria-label": "Progress of the run", max: 1, value: 0 });
  const live = element("p", { class: "visually-hidden", role: "status" });
  const notice = element("p", { class: "notice", role: "status" });

  let offered = "";
  const render = (state: AppState): void => {
    const { present, past, future } = state.history;
    const options = [...state.presets, ...ownOption(present)];
    const ids = JSON.stringify(options.map(({ id, title }) => [id, title]));
    if (ids !== offered) {
      preset.replaceChildren(...options.map(({ id, title }) => element("option", { value: id }, title)));
      offered = ids;
    }
    preset.value = present.preset;
    preset.title = state.presets.find(({ id }) => id === present.preset)?.description ?? "";
    if (name.value !== present.name) name.value = present.name;
    const changes = changeCount(present);
    setText(count, changes === 0 ? "no changes" : changes === 1 ? "1 change" : `${changes} changes`);
    undo.disabled = past.length === 0;
    redo.disabled = future.length === 0;
    reset.disabled = isUnchanged(present) && present.name === "";
    const running = state.status.kind === "running";
    cancel.hidden = !running;
    bar.hidden = !running;
    if (state.status.kind === "running") bar.value = state.status.fraction;
    setText(status, statusText(state));
    status.dataset["kind"] = state.status.kind;
    status.title = `Digest of this run: ${state.run.digest}. Confirmed: your browser computed the very run that came with the page.`;
    setText(notice, state.notice);
    notice.hidden = state.notice === "";
  };
  app.store.subscribe((state, before) => {
    render(state);
    if (state.run !== before.run && state.status.kind === "idle") setText(live, spoken(state));
  });
  render(app.store.get());
  return element(
    "header",
    { class: "top" },
    element("span", { class: "brand" }, "capsim"),
    element("div", { class: "draft" }, preset, name, count),
    element("div", { class: "run-state" }, status, cancel),
    element(
      "div",
      { class: "tools" },
      undo,
      redo,
      reset,
      button("Import", chooseFiles, { title: "Open a scenario (JSON) or tables (CSV), or drop them here" }),
      button("JSON", openEditor, { id: "json-button", title: "See and edit the scenario as JSON" }),
      button("Share link", () => void shareLink(app), { "aria-keyshortcuts": "L" }),
      plannerButton(),
      themeButton(),
      button("?", openHelp, { "aria-label": "Help and keys", "aria-keyshortcuts": "?", id: "help-button" }),
    ),
    bar,
    live,
    notice,
  );
}

/** A scenario of the reader's own stands in the list beside the presets. */
function ownOption({ own }: Draft): readonly { readonly id: string; readonly title: string }[] {
  if (own === undefined) return [];
  const { title, id } = own;
  const name = [title, id].find((each) => typeof each === "string" && each !== "");
  return [{ id: ownPreset, title: typeof name === "string" ? `${name} (yours)` : "Your scenario" }];
}

function statusText(state: AppState): string {
  const { status, confirmedDigest, bakedDigest, run } = state;
  switch (status.kind) {
    case "baked":
      return "stored run";
    case "running":
      return confirmedDigest === undefined && run.digest === bakedDigest
        ? `stored run, checking ${percent(status.fraction)}`
        : `running ${percent(status.fraction)}`;
    case "idle": {
      if (run.digest === bakedDigest && confirmedDigest === bakedDigest)
        return `✓ confirmed ${run.digest.slice(0, 8)}`;
      return status.milliseconds === 0 ? "run before" : `run in ${(status.milliseconds / 1000).toFixed(1)} s`;
    }
    case "refused":
      return "not run: the input needs changing";
    case "cancelled":
      return "cancelled; the last run stays";
    case "failed":
      return `run failed: ${status.message}`;
  }
}

const percent = (fraction: number): string => `${Math.round(100 * fraction)} %`;

function spoken(state: AppState): string {
  const finding = state.run.findings["utilisation"] ?? "";
  return `New run of ${state.run.title}. ${finding}`;
}
