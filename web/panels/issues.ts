/** What is wrong with the input, all at once; the charts keep the last good run. */
import type { App, AppState } from "../app.ts";
import { button, element } from "../dom.ts";

export function issuesPanel(app: App): HTMLElement {
  const list = element("ul");
  const title = element("p", { class: "title" });
  const node = element(
    "section",
    { class: "issues", role: "alert", hidden: true },
    title,
    list,
    button("Undo the change", app.undo),
  );
  const render = ({ issues }: AppState): void => {
    node.hidden = issues.length === 0;
    const what = issues.length === 1 ? "1 thing needs changing" : `${issues.length} things need changing`;
    title.textContent = `${what}; the charts still show the last good run.`;
    list.replaceChildren(...issues.slice(0, 50).map(({ path, message }) => issueItem(path, message)));
    if (issues.length > 50) list.append(element("li", {}, `and ${issues.length - 50} more`));
  };
  app.store.subscribe((state, before) => {
    if (state.issues !== before.issues) render(state);
  });
  return node;
}

export function issueItem(path: string, message: string): HTMLLIElement {
  return element("li", {}, path === "" ? undefined : element("code", {}, path), ` ${message}`);
}
