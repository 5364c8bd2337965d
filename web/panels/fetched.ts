/** A place whose content is fetched when a reader comes near. */
import { button, element, setText } from "../dom.ts";

/** How near is near, in pixels. */
const near = 400;

/**
 * Puts a line about `what` into a place, and has `load` fill it once it is near or focused. Returns how to ask for it
 * at once.
 */
export function fetchWhenNear(place: HTMLElement, what: string, load: () => Promise<void>): () => void {
  const said = element("p", { class: "soft" }, `${what} is on its way.`);
  const again = button("Try again", () => fill(), { hidden: true });
  place.append(said, again);
  let asked = false;
  const fill = (): void => {
    if (asked) return;
    asked = true;
    load().catch((error: unknown) => {
      // Offline, or the page was replaced by a newer one since it was opened.
      asked = false;
      setText(said, `${what} could not be fetched (${error instanceof Error ? error.message : ""}).`);
      again.hidden = false;
    });
  };
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      fill();
    },
    { rootMargin: `${near}px` },
  );
  watch.observe(place);
  place.addEventListener("focus", fill);
  return fill;
}
