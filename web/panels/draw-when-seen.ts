/** Ranges of money are drawn once a reader looks at what they are of, or goes to it, and the run has stood for a moment. */
import type { App } from "../app.ts";

const moment = 1500;

export function drawWhenSeen(app: App, ...places: readonly Element[]): void {
  const seen = new Set<Element>();
  let timer = 0;
  /** One of the places, or something in it, has the focus. */
  let focused = places.some((place) => place.contains(document.activeElement));
  const plan = (): void => {
    clearTimeout(timer);
    const { ranges, run, status } = app.store.get();
    const wanted =
      (seen.size > 0 || focused) &&
      ranges.kind === "none" &&
      run.basis !== undefined &&
      status.kind === "idle";
    if (wanted) timer = window.setTimeout(app.startRanges, moment);
  };
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries)
      if (isIntersecting) seen.add(target);
      else seen.delete(target);
    plan();
  });
  for (const place of places) {
    watch.observe(place);
    // What is fetched above may push it out of sight again.
    place.addEventListener("focusin", () => {
      focused = true;
      plan();
    });
    place.addEventListener("focusout", () => (focused = false));
  }
  app.store.subscribe((state, before) => {
    if (
      state.run !== before.run ||
      state.status !== before.status ||
      state.ranges.kind !== before.ranges.kind
    )
      plan();
  });
}
