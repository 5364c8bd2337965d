/** What is wrong with the input, all at once; the charts keep the last good run. */
import type { App, AppState } from "../app.ts";
import { button, element } from "../dom.ts";
import type { IssueView } from "../view/run-view.ts";

const most = 50;

/** Two lists: what the draft says, and what files say that were brought in and are not part of it. */
export function issuesPanel(app: App): HTMLElement {
  const draft = section("draft-issues", button("Undo the change", app.undo));
  const files = section(
    "import-issues",
    button("Dismiss", () => app.show({ importIssues: [] })),
  );
  const node = element("div", { class: "all-issues", role: "alert" }, files.node, draft.node);
  const render = ({ issues, importIssues }: AppState): void => {
    draft.update(issues, "the charts still show the last good run.");
    files.update(importIssues, "nothing was imported, and all is as it was before.");
  };
  app.store.subscribe((state, before) => {
    if (state.issues !== before.issues || state.importIssues !== before.importIssues) render(state);
  });
  return node;
}

function section(
  id: string,
  act: HTMLButtonElement,
): {
  readonly node: HTMLElement;
  readonly update: (issues: readonly IssueView[], meanwhile: string) => void;
} {
  const list = element("ul", { tabindex: "0", "aria-label": "What needs changing" });
  const title = element("p", { class: "title" });
  const node = element("section", { class: "issues", id, hidden: true }, title, list, act);
  return {
    node,
    update: (issues, meanwhile) => {
      node.hidden = issues.length === 0;
      const what = issues.length === 1 ? "1 thing needs changing" : `${issues.length} things need changing`;
      title.textContent = `${what}; ${meanwhile}`;
      list.replaceChildren(...issues.slice(0, most).map(({ path, message }) => issueItem(path, message)));
      if (issues.length > most) list.append(element("li", {}, `and ${issues.length - most} more`));
    },
  };
}

export function issueItem(path: string, message: string): HTMLLIElement {
  return element("li", {}, path === "" ? undefined : element("code", {}, path), ` ${message}`);
}
