/** What may be switched in a scenario: every announcement with its state, and what it means there. */
import { byDate, effectOn, isHeld, wantedNews } from "./announcements.ts";
import type { PresetSource } from "./extends.ts";
import { IssueList } from "./issues.ts";
import type { Issue } from "./issues.ts";
import { newsBase, readLayers } from "./load.ts";
import type { LoadOptions } from "./load.ts";
import { isObject } from "./merge-patch.ts";
import { builtinPresets } from "./presets.ts";
import { Announcement, OwnAnnouncement } from "./schema-news.ts";

export interface NewsItem extends Pick<
  Announcement,
  "date" | "title" | "what" | "by" | "source" | "confidence" | "note" | "otherwise"
> {
  readonly id: string;
  /** Of the scenario itself. */
  readonly own: boolean;
  /** Nobody has said it: a what-if. */
  readonly whatIf: boolean;
  /** on: the scenario holds it; none: it has no patch for this scenario, and switching changes nothing. */
  readonly state: "on" | "off" | "none";
  /** Whether what the scenario starts from holds it: `says` tells what the other state changes. */
  readonly byDefault: boolean;
  /** Whether it can be switched to the other state: `{ news: { [id]: state === "off" } }` is the patch. */
  readonly switchable: boolean;
  /** What switching it from how it is by default changes, as the beginning of a sentence. */
  readonly says: string | undefined;
}

export type NewsListed =
  | { readonly ok: true; readonly items: readonly NewsItem[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Announcements in the order of their dates, what-ifs last; `input` and `options` as for `loadScenario`. */
export const listNews = (input: unknown, options: LoadOptions = {}): NewsListed =>
  listNewsWith(builtinPresets, input, options);

/** The same with presets and announcements from elsewhere. */
export function listNewsWith(presets: PresetSource, input: unknown, options: LoadOptions): NewsListed {
  const list = new IssueList();
  const layers = readLayers(list, input, options, presets);
  if (layers === undefined) return { ok: false, issues: list.issues };
  const from = newsBase(layers.base, layers.preset, presets);
  const wanted = wantedNews([layers.base, ...layers.over], options.settings ?? []);
  const news = isObject(wanted["news"]) ? wanted["news"] : {};
  const own = isObject(wanted["announcements"]) ? wanted["announcements"] : {};
  const parsed = (
    files: Readonly<Record<string, unknown>>,
    schema: typeof Announcement | typeof OwnAnnouncement,
  ) =>
    Object.entries(files).flatMap(([id, file]): [string, Announcement][] => {
      const one = schema.safeParse(file);
      return one.success ? [[id, one.data]] : [];
    });
  const all = new Map([...parsed(presets.announcements(), Announcement), ...parsed(own, OwnAnnouncement)]);
  const items = [...all].sort(byDate).map(([id, announcement]): NewsItem => {
    const { date, title, what, by, source, confidence, note, otherwise } = announcement;
    const effect = effectOn(announcement, from);
    const held = isHeld(id, effect, from);
    // What has been asked for is what a run would hold, if there is a patch for it.
    const asked = typeof news[id] === "boolean" ? news[id] : held;
    const reached = asked === held || (asked ? effect?.with : effect?.without) !== undefined;
    const on = reached ? asked : held;
    const state = effect === undefined ? "none" : on ? "on" : "off";
    const back = on === held ? (held ? effect?.without : effect?.with) : effect;
    return {
      id,
      date,
      title,
      what,
      by,
      source,
      confidence,
      note,
      otherwise,
      own: Object.hasOwn(own, id),
      whatIf: date === undefined,
      state,
      byDefault: held,
      switchable: back !== undefined,
      says: effect?.says,
    };
  });
  return { ok: true, items };
}
