/** What held each site back at the cursor's date, in words with both numbers. */
import type { App, AppState } from "../app.ts";
import { bindSentence, bindsAt } from "../charts/binds.ts";
import type { Series } from "../charts/chart.ts";
import { bands } from "../charts/bands.ts";
import { shareAt } from "../charts/utilisation.ts";
import { element, setText } from "../dom.ts";
import { formatDay, formatNumber, formatValue } from "../format.ts";
import { valueAt } from "../view/bins.ts";
import { seriesOf } from "./series.ts";

export function whyPanel(app: App): HTMLElement {
  const title = element("h2");
  const numbers = element("p", { class: "numbers" });
  const list = element("ul", { class: "because" });
  const held = element("h3");
  const states = element("ul", { class: "states" });
  const render = (state: AppState): void => {
    const series = seriesOf(state);
    setText(title, `Why, on ${formatDay(state.cursor)}?`);
    setText(numbers, numbersAt(state));
    setText(held, "What each chip was doing");
    states.replaceChildren(...stateRows(series, state.cursor));
    held.hidden = states.childElementCount === 0;
    list.replaceChildren(
      ...bindsAt(series, state.cursor).map((bind) => element("li", {}, bindSentence(series, bind))),
    );
  };
  app.store.subscribe((state, before) => {
    if (state.cursor !== before.cursor || state.run !== before.run || state.scope !== before.scope)
      render(state);
  });
  render(app.store.get());
  return element("section", { class: "why", id: "why", tabindex: "-1" }, title, numbers, list, held, states);
}

/** The ledger's states at a moment, largest first, as bars in the colours of their bands. */
function stateRows(series: Series, time: number): readonly HTMLElement[] {
  const { view, scope } = series;
  return view.states
    .map((state) => ({ state, share: shareAt(view, scope, [state.id], time) ?? 0 }))
    .filter(({ share }) => share >= 0.0005)
    .sort((one, other) => other.share - one.share)
    .map(({ state, share }) => {
      const band = bands.find(({ has }) => has(state));
      const style = `--share: ${share.toFixed(4)}; --c: var(--${band?.token ?? "ink-soft"})`;
      return element(
        "li",
        {},
        element("span", {}, state.label),
        element("b", {}, `${(100 * share).toFixed(1)} %`),
        element("i", { style, class: band?.hatched === true ? "hatched" : undefined }),
      );
    });
}

/** "Drawn 1.4 of 1.8 GW energised; 71 % of 1.6 M chips did useful work." Also what a screen reader hears. */
export function numbersAt(state: AppState): string {
  const { view, scope } = seriesOf(state);
  const at = (key: string): number => valueAt(view, scope, key, state.cursor) ?? 0;
  const chips = at("chips.delivered");
  const drawn = `Drawn ${formatNumber(at("power.drawn"))} of ${formatValue(at("power.energised"), "MW")} energised`;
  if (chips < 1) return `${drawn}; no chips delivered yet.`;
  const useful = view.states.filter((state) => bands.slice(0, 2).some((band) => band.has(state)));
  const share =
    shareAt(
      view,
      scope,
      useful.map(({ id }) => id),
      state.cursor,
    ) ?? 0;
  return `${drawn}; ${(100 * share).toFixed(0)} % of ${formatNumber(chips)} chips did useful work.`;
}
