/**
 * The scenario as JSON: the whole of it, or only what differs from the preset. What is not JSON or not a
 * scenario never stops the last good run; the message says where and what.
 */
import type { App } from "../app.ts";
import { button, download, element } from "../dom.ts";
import { newsIn } from "../state/news.ts";
import { diffPatch, isObject, leaves } from "../state/patch.ts";
import type { JsonObject } from "../state/patch.ts";
import { issueItem } from "./issues.ts";

type Tab = "whole" | "changes";

/** `chooseFiles` lets the reader pick files to import. */
export function editorDrawer(
  app: App,
  chooseFiles: () => void,
): { readonly node: HTMLDialogElement; readonly open: () => void } {
  let tab: Tab = "changes";
  let presetText = "{}";
  /** The patch that was put in from here. */
  let applied: JsonObject | undefined;
  const text = element("textarea", { spellcheck: "false", "aria-label": "Scenario as JSON", id: "json" });
  const problems = element("ul", { class: "problems", role: "alert" });
  const diff = element("ul", { class: "diff" });
  const tabs = {
    changes: button("Only changes", () => void show("changes")),
    whole: button("Whole scenario", () => void show("whole")),
  };
  const run = button("Run this", () => apply(), { class: "primary", id: "apply-json" });
  const node = element(
    "dialog",
    { id: "editor", "aria-labelledby": "editor-title" },
    element("h2", { id: "editor-title" }, "Scenario as JSON"),
    element("div", { class: "tabs", role: "group", "aria-label": "What to edit" }, tabs.changes, tabs.whole),
    text,
    problems,
    element(
      "div",
      { class: "buttons" },
      run,
      button("Save as file", () => void save()),
      button("Import files", chooseFiles),
      button("Close", () => node.close()),
    ),
    element("h3", {}, "Changes to the preset"),
    diff,
  );

  async function show(next: Tab): Promise<void> {
    tab = next;
    for (const [id, each] of Object.entries(tabs)) each.setAttribute("aria-pressed", String(id === tab));
    problems.replaceChildren();
    const { present } = app.store.get().history;
    listChanges();
    const whole = next === "whole";
    // Locked while its text is on the way: the answer must not take the place of what was typed meanwhile.
    lock(whole);
    text.value = whole ? "…" : JSON.stringify(present.patch, undefined, 2);
    if (!whole) return;
    const texts = await app.texts(present);
    if (tab !== next) return;
    presetText = texts.presetText;
    text.value = texts.text;
    lock(false);
  }

  function lock(locked: boolean): void {
    text.readOnly = locked;
    run.disabled = locked;
  }

  function listChanges(): void {
    const changes = leaves(app.store.get().history.present.patch);
    diff.replaceChildren(
      ...(changes.length === 0
        ? [element("li", {}, "none")]
        : changes.map(({ path, value }) =>
            element("li", {}, element("code", {}, path), ` ${shortened(JSON.stringify(value))}`),
          )),
    );
  }

  function apply(): void {
    problems.replaceChildren();
    const parsed = parseJson(text.value);
    if (typeof parsed === "string") return problems.replaceChildren(issueItem("", parsed));
    const patch = tab === "whole" ? patchOf(parsed) : parsed;
    applied = patch;
    app.setPatch(patch);
    listChanges();
  }

  /** What a whole scenario changes in the preset; one that extends it is a patch already. */
  function patchOf(whole: JsonObject): JsonObject {
    const { extends: base, ...rest } = whole;
    if (base !== undefined && base === app.store.get().history.present.preset) return rest;
    const preset: unknown = JSON.parse(presetText);
    const patch = diffPatch(isObject(preset) ? preset : {}, whole);
    // The preset's text has the announcements that were switched; which ones are on is the reader's change.
    const { origin: _, ...changes } = isObject(patch) ? patch : {};
    return { ...changes, ...newsIn(whole) };
  }

  /** A file that opens here again: what is typed, with the preset it changes and the seed beside it. */
  async function save(): Promise<void> {
    const { present } = app.store.get().history;
    const typed = parseJson(text.value);
    const seed = present.seed === undefined ? {} : { seed: present.seed };
    let saved = text.value;
    if (typeof typed !== "string") {
      const own = tab === "changes" && present.own !== undefined;
      const base = own || tab === "whole" ? {} : { extends: present.preset };
      const what = own ? parseJson((await app.texts({ ...present, patch: typed })).text) : typed;
      saved = JSON.stringify(
        { ...base, ...(typeof what === "string" ? typed : what), ...seed },
        undefined,
        2,
      );
    }
    download(`capsim-${present.preset}.json`, new Blob([saved], { type: "application/json" }));
  }

  app.store.subscribe((state, before) => {
    if (!node.open) return;
    const { issues, importIssues } = state;
    if (issues !== before.issues || importIssues !== before.importIssues)
      problems.replaceChildren(
        ...[...importIssues, ...issues].map(({ path, message }) => issueItem(path, message)),
      );
    // Undo, a file that was brought in: the text is another now. What is typed here comes back as it was typed.
    if (state.history.present !== before.history.present && state.history.present.patch !== applied)
      void show(tab);
  });
  return {
    node,
    open: () => {
      node.showModal();
      void show(tab);
    },
  };
}

/** A table that was brought in may be thousands of values long. */
const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)} …` : text);

/** The object in a text, or what is wrong with it and in which line. */
function parseJson(text: string): JsonObject | string {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : "must be a JSON object in braces";
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /position (\d+)/.exec(message)?.[1];
    const line = position === undefined ? "" : `line ${text.slice(0, Number(position)).split("\n").length}: `;
    return `${line}not valid JSON (${message})`;
  }
}
