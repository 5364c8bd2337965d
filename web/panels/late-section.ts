/** The place of a part of the page that is fetched when a reader comes near it. */
import type { App } from "../app.ts";
import { button, element, setText } from "../dom.ts";

/** How near is near, in pixels. */
const near = 400;

export interface Late {
  readonly id: string;
  readonly title: string;
  /** What stands there until it has come. */
  readonly meanwhile: string;
  /** Fetches it and gives what fills the place. */
  readonly load: () => Promise<(app: App, place: HTMLElement) => void>;
}

export function lateSection(app: App, { id, title, meanwhile, load }: Late): HTMLElement {
  const said = element("p", { class: "soft" }, meanwhile);
  const again = button("Try again", () => void fill(), { hidden: true });
  const place = element(
    "section",
    { class: "late", id, tabindex: "-1" },
    element("h2", {}, title),
    said,
    again,
  );
  let asked = false;
  const fill = async (): Promise<void> => {
    if (asked) return;
    asked = true;
    try {
      (await load())(app, place);
    } catch (error) {
      // Offline, or the page was replaced by a newer one since it was opened.
      asked = false;
      setText(said, `This could not be fetched (${error instanceof Error ? error.message : ""}).`);
      again.hidden = false;
    }
  };
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      void fill();
    },
    { rootMargin: `${near}px` },
  );
  watch.observe(place);
  place.addEventListener("focus", () => void fill());
  return place;
}
