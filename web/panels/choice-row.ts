/** What a reader may choose of a chart: a row of lists above its plot. */
import type { App } from "../app.ts";
import { picked } from "../charts/chart.ts";
import type { Chart, Series } from "../charts/chart.ts";
import { element } from "../dom.ts";

export function choiceRow(
  app: App,
  chart: Chart,
): { readonly node: HTMLElement; readonly update: (series: Series) => void } {
  const node = element("div", { class: "choices", hidden: chart.choices === undefined });
  let shape = "";
  const update = ({ view, picks }: Series): void => {
    const choices = chart.choices?.(view) ?? [];
    const next = JSON.stringify(choices);
    if (next !== shape)
      node.replaceChildren(
        ...choices.map(({ id, label, options }) =>
          element(
            "label",
            {},
            `${label} `,
            element(
              "select",
              {
                id: `pick-${id}`,
                onchange: ({ target }) => {
                  if (target instanceof HTMLSelectElement)
                    app.show({ picks: { ...app.store.get().picks, [id]: target.value } });
                },
              },
              ...options.map(({ value, name }) => element("option", { value }, name)),
            ),
          ),
        ),
      );
    shape = next;
    node.querySelectorAll("select").forEach((select, k) => {
      const choice = choices[k];
      if (choice !== undefined) select.value = picked(choice, picks);
    });
  };
  return { node, update };
}
