/** The link in the address bar: followed at the start, kept in step after each edit, copied on request. */
import { firstWindow } from "../app.ts";
import type { App, AppState } from "../app.ts";
import { isUnchanged } from "../state/draft.ts";
import { decodeShare, encodeShare, longestLink } from "../state/share.ts";
import type { Shared } from "../state/share.ts";
import { showValidation } from "./validation-link.ts";

function sharedOf(state: AppState): Shared {
  const { run, from, to, cursor, scope, picks, history } = state;
  const first = firstWindow(run);
  const whole = from === first.from && to === first.to;
  return {
    draft: history.present,
    view: {
      cursor,
      ...(whole ? {} : { from, to }),
      ...(scope === "all" ? {} : { scope }),
      ...(Object.keys(picks).length === 0 ? {} : { picks }),
    },
  };
}

/** Opens the link in the address, or runs the default; then keeps the address in step. */
export async function watchLinks(app: App): Promise<void> {
  await follow(app);
  let last = app.store.get();
  app.store.subscribe((state) => {
    if (state.history.present === last.history.present) return;
    last = state;
    void keep(state);
  });
  addEventListener("hashchange", () => void follow(app));
}

/** Hash that this page wrote itself; its own change is not a link to follow. */
let written = "";
/** How many links were asked for. Deflating takes its time: only the last one may write the address. */
let asked = 0;

/** Hash that speaks of the draft on screen: what stands in the address again once the validation page is closed. */
let ofDraft = "";

async function follow(app: App): Promise<void> {
  const hash = location.hash.slice(1);
  if (showValidation(app, hash, () => putBack())) {
    // Opened by its address, there is no run yet to look at afterwards.
    if (app.store.get().status.kind === "baked") app.retry();
    return;
  }
  const back = hash === ofDraft && app.store.get().status.kind !== "baked";
  if (hash !== "content") ofDraft = hash;
  if (back || (hash === written && hash !== "")) return;
  if (hash === "" || hash === "content") return app.retry();
  const shared = await decodeShare(hash);
  if (typeof shared === "string") {
    app.show({ notice: `${shared}; here is the default instead` });
    return app.retry();
  }
  app.open(shared);
}

async function keep(state: AppState): Promise<void> {
  const { present } = state.history;
  const plain = isUnchanged(present) && present.name === "" && present.preset === state.presets[0]?.id;
  const mine = ++asked;
  const hash = plain ? "" : await encodeShare(sharedOf(state));
  if (mine !== asked) return;
  // What does not fit is not cut: the address then speaks of the page alone.
  written = hash.length > longestLink ? "" : hash;
  ofDraft = written;
  putBack();
}

function putBack(): void {
  history.replaceState(undefined, "", ofDraft === "" ? location.pathname + location.search : `#${ofDraft}`);
}

/** Puts a link to all that is on screen into the address bar and the clipboard. */
export async function shareLink(app: App): Promise<void> {
  const mine = ++asked;
  const hash = await encodeShare(sharedOf(app.store.get()));
  if (hash.length > longestLink)
    return app.show({
      notice: `This scenario is too large for a link (${hash.length} of ${longestLink} characters). Save it as a file under JSON; dropped on this page, it opens again.`,
    });
  if (mine === asked) {
    written = ofDraft = hash;
    putBack();
  }
  try {
    await navigator.clipboard.writeText(new URL(`#${hash}`, location.href).href);
    app.show({ notice: "Link copied." });
  } catch {
    // The clipboard may be forbidden; the address bar has the link all the same.
    app.show({ notice: "The link is in the address bar; copy it from there." });
  }
}
