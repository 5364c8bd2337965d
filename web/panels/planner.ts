/** The places of a planner's questions. What answers them is fetched when a reader comes near, or picks a site. */
import type { App } from "../app.ts";
import { button, element } from "../dom.ts";
import { fetchWhenNear } from "./fetched.ts";

export function plannerSection(app: App): HTMLElement {
  const node = element(
    "section",
    { class: "study planner", id: "planner", tabindex: "-1" },
    element("h2", {}, "For planners"),
  );
  fetchWhenNear(node, "What answers a planner", async () => {
    const { plannerPanels } = await import("./planner-panels.ts");
    plannerPanels(app, node);
  });
  return node;
}

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
