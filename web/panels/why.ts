/** What the fleet did at the cursor's date and why: one sentence, then each site, then what each chip did. */
import type { App, AppState } from "../app.ts";
import { bindSentence, bindsAt } from "../charts/binds.ts";
import type { Series } from "../charts/chart.ts";
import { bands } from "../charts/bands.ts";
import { element, setText } from "../dom.ts";
import { formatDay } from "../format.ts";
import { sentenceAt } from "../view/sentence.ts";
import { shareAt } from "../view/shares.ts";
import { seriesOf } from "./series.ts";

export function whyPanel(app: App): HTMLElement {
  const title = element("h2");
  const sentence = element("p", { class: "sentence" });
  const list = element("ul", { class: "because" });
  const held = element("h3", {}, "What each chip was doing");
  const states = element("ul", { class: "states" });
  const render = (state: AppState): void => {
    const series = seriesOf(state);
    setText(title, `Why, on ${formatDay(state.cursor)}?`);
    setText(sentence, momentOf(state));
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
  return element(
    "section",
    { class: "why", id: "why", tabindex: "-1" },
    title,
    sentence,
    element("div", { class: "why-body" }, list, element("div", {}, held, states)),
  );
}

/** The sentence on the cursor's date, of the place shown. Also what a screen reader hears of the cursor. */
export function momentOf(state: AppState): string {
  const { view, scope } = seriesOf(state);
  return sentenceAt(view, scope, state.cursor);
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
