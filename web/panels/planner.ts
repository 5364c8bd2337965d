/** The ways to a planner's questions: from the top of the page, and from a site. What answers them is fetched on demand. */
import type { App } from "../app.ts";
import { button, element } from "../dom.ts";
import { fetchWhenNear } from "./fetched.ts";

/** From the top of the page to it. */
export const plannerButton = (): HTMLElement =>
  button("For planners", () => document.getElementById("planner")?.focus(), {
    title: "Orders due, chips to replace, the commitment",
  });

/** In a site's own panel: what a delay of it costs. */
export function delayPlace(app: App): HTMLElement {
  const node = element("div", { class: "delay" });
  const fill = fetchWhenNear(node, "What a delay costs", async () => {
    const { delayPanel } = await import("./planner-panels.ts");
    delayPanel(app, node);
  });
  app.store.subscribe(({ scope }, before) => {
    if (scope !== before.scope) fill();
  });
  return node;
}
