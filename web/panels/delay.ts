/** What putting off the halls of one site costs: a control on the draft, and the difference of the two runs in words. */
import type { App, AppState } from "../app.ts";
import { element, setText } from "../dom.ts";
import { formatNumber } from "../format.ts";
import { changeCount, sameRun } from "../state/draft.ts";
import { getPath, isObject, setPath } from "../state/patch.ts";
import { delayCosts } from "../view/delay.ts";
import { pickedSite } from "./site.ts";

/** Months a site is put off by in a draft, and in the unchanged scenario. */
function monthsOf(
  { history, run }: AppState,
  site: string,
): { readonly now: number; readonly plain: number } {
  const plain = run.planner?.laterMonths[site] ?? 0;
  const found = getPath(history.present.patch, ["sites", site, "extraMonths"]);
  const value = isObject(found) ? found["value"] : found;
  return { now: typeof value === "number" ? value : plain, plain };
}

export function delayPanel(app: App, node: HTMLElement): void {
  const box = element("input", {
    type: "number",
    id: "delay-months",
    min: 0,
    max: 120,
    step: 1,
    onchange: () => {
      const state = app.store.get();
      const site = pickedSite(state)?.id;
      const months = Number(box.value);
      if (site === undefined || box.value === "" || !(months >= 0)) return render(state);
      const { plain } = monthsOf(state, site);
      const value = months === 0 ? undefined : Number((plain + months).toPrecision(12));
      app.setPatch(setPath(state.history.present.patch, ["sites", site, "extraMonths"], value));
    },
  });
  const said = element("p", { role: "status" });
  const list = element("dl", { class: "costs" });
  const render = (state: AppState): void => {
    const site = pickedSite(state);
    if (site === undefined) return;
    const { now, plain } = monthsOf(state, site.id);
    const later = now - plain;
    if (document.activeElement !== box) box.value = String(later);
    box.disabled = state.run.planner === undefined;
    const { run, baseline, shown, history } = state;
    const ready = sameRun(shown, history.present);
    setText(said, sentence(state, site.name, later, ready));
    const lines = later > 0 && ready && baseline !== undefined ? delayCosts(run, baseline, site.id) : [];
    list.replaceChildren(
      ...lines.flatMap(({ id, what, text }) => [
        element("dt", { "data-cost": id }, what),
        element("dd", {}, text),
      ]),
    );
  };
  app.store.subscribe((state, before) => {
    if (
      state.run !== before.run ||
      state.baseline !== before.baseline ||
      state.history !== before.history ||
      state.scope !== before.scope
    )
      render(state);
  });
  node.replaceChildren(
    element("h3", {}, "What a delay costs"),
    element(
      "div",
      { class: "study-tools" },
      element("label", { for: "delay-months" }, "Later by"),
      box,
      element("span", {}, "months"),
    ),
    said,
    list,
  );
  render(app.store.get());
}

function sentence(state: AppState, site: string, later: number, ready: boolean): string {
  if (later <= 0)
    return "Put in months: every hall of this site that is not yet there comes so much later. Undo takes it back.";
  const months = later === 1 ? "1 month" : `${formatNumber(later)} months`;
  if (!ready) return `Running ${site} ${months} later.`;
  if (state.baseline === undefined)
    return `${site} comes ${months} later. The run it is compared with is on its way.`;
  const { pinned, history } = state;
  const other = pinned === undefined && changeCount(history.present) > 1;
  const beside = pinned === undefined ? "the preset" : "plan A";
  return `${site} ${months} later costs, beside ${beside}${other ? `, with all ${changeCount(history.present)} changes of this draft` : ""}:`;
}
