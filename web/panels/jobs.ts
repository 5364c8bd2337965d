/** The place of the jobs' time line. What fills it is fetched when a reader comes near, or brings a log of jobs. */
import type { App } from "../app.ts";
import { button, element, setText } from "../dom.ts";

/** How near is near, in pixels. */
const near = 400;

export function jobsFigure(app: App): HTMLElement {
  const said = element("p", { class: "soft" }, "The time line of the jobs is on its way.");
  const again = button("Try again", () => fill(), { hidden: true });
  const figure = element(
    "figure",
    { class: "chart jobs", id: "chart-jobs", tabindex: "-1" },
    element("p", { class: "kicker" }, "Jobs"),
    said,
    again,
  );
  let asked = false;
  const fill = (): void => {
    if (asked) return;
    asked = true;
    void load();
  };
  const load = async (): Promise<void> => {
    try {
      const { jobsPanel } = await import("../timeline/timeline.ts");
      jobsPanel(app, figure);
    } catch (error) {
      // Offline, or the page was replaced by a newer one since it was opened.
      asked = false;
      setText(said, `The time line could not be fetched (${error instanceof Error ? error.message : ""}).`);
      again.hidden = false;
    }
  };
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      fill();
    },
    { rootMargin: `${near}px` },
  );
  watch.observe(figure);
  figure.addEventListener("focus", fill);
  app.store.subscribe((state, before) => {
    if (state.log === before.log || state.log === undefined) return;
    fill();
    figure.scrollIntoView({ block: "start" });
    figure.focus({ preventScroll: true });
  });
  return figure;
}
