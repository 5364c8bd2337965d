/** The place of the jobs' time line. What fills it is fetched when a reader comes near, or brings a log of jobs. */
import type { App } from "../app.ts";
import { element } from "../dom.ts";
import { fetchWhenNear } from "./fetched.ts";

export function jobsFigure(app: App): HTMLElement {
  const figure = element(
    "figure",
    { class: "chart jobs", id: "chart-jobs", tabindex: "-1" },
    element("p", { class: "kicker" }, "Jobs"),
  );
  const fill = fetchWhenNear(figure, "The time line of the jobs", async () => {
    const { jobsPanel } = await import("../timeline/timeline.ts");
    jobsPanel(app, figure);
  });
  app.store.subscribe((state, before) => {
    if (state.log === before.log || state.log === undefined) return;
    fill();
    figure.scrollIntoView({ block: "start" });
    figure.focus({ preventScroll: true });
  });
  return figure;
}
