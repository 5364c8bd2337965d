/** Announcements: what was said and by whom, each with a switch, and in one sentence what the switch changed. */
import "../styles/news.css";
import type { App, AppState } from "../app.ts";
import type { NewsItem, ToldRun } from "../api.ts";
import { button, element, setText } from "../dom.ts";
import { sameRun } from "../state/draft.ts";
import { withOwn, withoutOwn, withSwitch } from "../state/news.ts";
import type { RunView } from "../view/run-view.ts";

const example =
  '{"title": "Trainium4 slips two quarters", "patches": {"any": {"with": {"catalogue": {"chips": {"trainium4": {"available": {"date": "2028-H1", "source": "yours", "confidence": "assumed"}}}}}}}}';

/** A switch whose run is on its way, and the run before it. */
interface Pending {
  readonly item: NewsItem;
  readonly before: RunView;
  /** Back to how the scenario has it by itself: what it changes is then read the other way round. */
  readonly back: boolean;
}

export function newsPanel(app: App, place: HTMLElement): void {
  const whatIfs = element("ul", { class: "news-list" });
  const list = element("ul", {
    class: "news-list long",
    tabindex: "0",
    "aria-label": "What was said, by date",
  });
  const listTitle = element("h3", {}, "What was said, by date");
  const idle = element("ul", { class: "news-list" });
  const idleTitle = element("summary");
  const said = element("p", { class: "soft", role: "status" }, "Loading…");
  place.replaceChildren(
    element("h2", {}, "Announcements: what if, and what was said"),
    said,
    element("h3", {}, "What if"),
    whatIfs,
    ownForm(app),
    listTitle,
    list,
    element("details", { class: "news-idle" }, idleTitle, idle),
  );
  let pending: Pending | undefined;
  /** By id: what the last switch changed. */
  const effects = new Map<string, string>();
  let items: readonly NewsItem[] = [];
  let asked = 0;

  const flip = (item: NewsItem, on: boolean): void => {
    const { run, history } = app.store.get();
    pending = { item, before: run, back: on === item.byDefault };
    effects.set(item.id, "…");
    app.setPatch(withSwitch(history.present.patch, item.id, on, item.byDefault));
  };
  const draw = (): void => {
    const { activeElement } = document;
    const focused = activeElement instanceof HTMLElement ? activeElement.id : "";
    const row = (item: NewsItem): HTMLElement => newsRow(app, item, effects.get(item.id), flip);
    // Whatever was switched stays in sight, even where it turns out to change nothing.
    const counts = ({ id, state, switchable, own }: NewsItem): boolean =>
      state !== "none" || switchable || own || effects.has(id);
    const telling = items.filter(counts);
    whatIfs.replaceChildren(...telling.filter(({ whatIf }) => whatIf).map(row));
    list.replaceChildren(...telling.filter(({ whatIf }) => !whatIf).map(row));
    listTitle.hidden = list.hidden = list.childElementCount === 0;
    idle.replaceChildren(...items.filter((item) => !counts(item)).map(row));
    setText(idleTitle, `${idle.childElementCount} more that change nothing in this scenario, and why`);
    if (focused.startsWith("news-")) document.getElementById(focused)?.focus({ preventScroll: true });
  };
  const load = async (): Promise<void> => {
    const mine = ++asked;
    const answer = await app.news();
    if (mine !== asked) return;
    // A draft that is not sound is told of above; the list stays as it was.
    if (answer.ok) ({ items } = answer);
    const on = items.filter(({ state }) => state === "on").length;
    const telling = items.filter(({ state }) => state !== "none").length;
    setText(
      said,
      `${telling} of ${items.length} announcements change something in this scenario; ${on} ${on === 1 ? "is" : "are"} on. A switch is a change like any other: undo takes it back, a link keeps it.`,
    );
    draw();
  };
  const tell = async ({ item, before, back }: Pending, after: RunView): Promise<void> => {
    const [one, two] = back ? [after, before] : [before, after];
    effects.set(item.id, await app.effect({ before: toldOf(one), after: toldOf(two), news: item }));
    draw();
  };
  app.store.subscribe((state, before) => {
    if (state.history.present !== before.history.present) void load();
    if (pending === undefined) return;
    if (state.status.kind === "refused" || state.status.kind === "failed") {
      effects.set(pending.item.id, "With it this scenario cannot be run: see above.");
      pending = undefined;
      draw();
    } else if (isThere(state) && state.run !== pending.before) {
      const done = pending;
      pending = undefined;
      void tell(done, state.run);
    }
  });
  void load();
}

/** The run on screen is the draft's. */
const isThere = ({ shown, history, status }: AppState): boolean =>
  status.kind !== "baked" && sameRun(shown, history.present);

const toldOf = ({ headlines, start, money }: RunView): ToldRun => ({
  headlines,
  startEpochSeconds: start / 1000,
  ...(money === undefined
    ? {}
    : { money: { info: money.commitment === undefined ? {} : { commitment: money.commitment } } }),
});

function newsRow(
  app: App,
  item: NewsItem,
  effect: string | undefined,
  flip: (item: NewsItem, on: boolean) => void,
): HTMLElement {
  const id = `news-${item.id}`;
  const box = element("input", {
    type: "checkbox",
    role: "switch",
    id,
    checked: item.state === "on",
    disabled: !item.switchable,
    "aria-describedby": `${id}-says`,
    onchange: () => flip(item, box.checked),
  });
  const address = /^https?:\/\/\S+$/.exec(item.source)?.[0];
  const meant =
    item.state === "none" ? `Changes nothing here: ${item.otherwise}.` : `${item.says ?? item.title}.`;
  return element(
    "li",
    { "data-news": item.id, "data-state": item.state },
    box,
    element(
      "div",
      {},
      element("label", { for: id }, item.title),
      element(
        "small",
        {},
        item.whatIf ? "what if; assumed" : `${item.date}, ${item.confidence}, `,
        address === undefined
          ? item.whatIf
            ? ""
            : item.by
          : element("a", { href: address, rel: "noreferrer", target: "_blank" }, item.by),
      ),
      element("p", { class: "what" }, item.what),
      element("p", { class: "soft", id: `${id}-says` }, meant),
      element("p", { class: "says", role: "status", hidden: effect === undefined }, effect ?? ""),
      item.own
        ? button("Remove", () => app.setPatch(withoutOwn(app.store.get().history.present.patch, item.id)), {
            "aria-label": `Remove ${item.title}`,
          })
        : undefined,
    ),
  );
}

function ownForm(app: App): HTMLElement {
  const box = element("textarea", { id: "own-news", rows: 2, spellcheck: "false", placeholder: example });
  const wrong = element("p", { class: "wrong", role: "alert" });
  const add = (): void => {
    const patch = withOwn(app.store.get().history.present.patch, box.value);
    setText(wrong, typeof patch === "string" ? patch : "");
    if (typeof patch === "string") return;
    app.setPatch(patch);
    box.value = "";
  };
  return element(
    "div",
    { class: "own-news" },
    element("label", { for: "own-news" }, "Add your own, in one line of JSON"),
    box,
    wrong,
    element(
      "div",
      { class: "buttons" },
      button("Add and switch on", add, { id: "add-news" }),
      button("Take the example", () => void (box.value = example)),
    ),
  );
}
