/** What a planner asks, in panels of their own: one chunk, fetched on demand. */
import "../styles/planner.css";
import type { App } from "../app.ts";
import { element } from "../dom.ts";
import { commitmentPanel } from "./commitment.ts";
import { ordersPanel } from "./orders.ts";
import { replacePanel } from "./replace.ts";

export { delayPanel } from "./delay.ts";

export function plannerPanels(app: App, node: HTMLElement): void {
  node.replaceChildren(
    element("h2", {}, "For planners"),
    ordersPanel(app),
    replacePanel(app),
    commitmentPanel(app),
  );
}
