/** What the colours and hatches mean, of those that are used; a click picks one out and the rest fade. */
import { element } from "../dom.ts";
import { styles } from "./inks.ts";

export interface StyleLegend {
  readonly node: HTMLElement;
  /** `used` has the index of a style for each segment. */
  readonly show: (used: Uint8Array, focus: string | undefined) => void;
}

export function styleLegend(onFocus: (focus: string | undefined) => void): StyleLegend {
  const node = element("ul", { class: "legend" });
  let focused: string | undefined;
  const mark = (): void => {
    for (const each of node.querySelectorAll("button"))
      each.setAttribute("aria-pressed", String(each.dataset["style"] === focused));
  };
  const pick = (id: string): void => {
    focused = focused === id ? undefined : id;
    mark();
    onFocus(focused);
  };
  return {
    node,
    show: (used, focus) => {
      focused = focus;
      const seen = new Set(used);
      node.replaceChildren(
        ...styles
          .filter((_, index) => seen.has(index))
          .map(({ id, label, token, hatched }) => {
            const swatch = element("i", {
              class: "swatch",
              "data-swatch": hatched ? "hatch" : "area",
              style: `--c: var(--${token})`,
            });
            const attributes = { type: "button", "data-style": id, onclick: () => pick(id) };
            return element("li", {}, element("button", attributes, swatch, label));
          }),
      );
      mark();
    },
  };
}
