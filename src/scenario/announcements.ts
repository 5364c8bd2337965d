/**
 * Announcements switched on or off under a scenario. Their patches go on what the user starts from (a preset, or a
 * scenario that extends nothing), in the order of their dates and before anything the user wrote: that wins.
 */
import type { PresetSource } from "./extends.ts";
import { suggestion } from "./issues.ts";
import type { Issue, IssueList } from "./issues.ts";
import { checkValue } from "./limits.ts";
import { isObject, mergePatch } from "./merge-patch.ts";
import type { JsonObject } from "./merge-patch.ts";
import { Announcement, OwnAnnouncement } from "./schema-news.ts";
import type { NewsEffect } from "./schema-news.ts";
import { getPath, setPath } from "./set-path.ts";
import type { Setting } from "./set-path.ts";

/** What a scenario starts from, and what its announcements are found in. */
export interface NewsBase {
  readonly base: JsonObject;
  /** The preset behind it, where there is one. */
  readonly preset: string | undefined;
  /** Announcements that the values hold (true) or hold no more (false), beyond what the preset says. */
  readonly holds: Readonly<Record<string, boolean>>;
}

export interface Told {
  /** The base with the patches of the announcements switched. */
  readonly base: JsonObject;
  /** Announcements whose patch was put in, in that order, with the patch. */
  readonly applied: readonly { readonly id: string; readonly patch: JsonObject }[];
  /** What was switched and changes nothing, for the reader. */
  readonly notes: readonly Issue[];
}

const NEWS = /^(news|announcements)(\.|$)/;

/** The two parts of all layers together that say what is switched: the user's later layers win. */
export function wantedNews(layers: readonly JsonObject[], settings: readonly Setting[]): JsonObject {
  const partOf = ({ news, announcements }: JsonObject): JsonObject => ({
    ...(news === undefined ? {} : { news }),
    ...(announcements === undefined ? {} : { announcements }),
  });
  let wanted = layers.reduce<unknown>((base, layer) => mergePatch(base, partOf(layer)), {});
  for (const { path, value } of settings) {
    // What may not be admitted is told when the settings are made.
    if (!NEWS.test(path) || checkValue(path, { value }).length > 0) continue;
    try {
      wanted = setPath(wanted, path, value);
    } catch {
      // So is a path that cannot be.
    }
  }
  return isObject(wanted) ? wanted : {};
}

/** What an announcement means for a scenario: its patch for that preset, for that id, or for any that has what it needs. */
export function effectOn(announcement: Announcement, { base, preset }: NewsBase): NewsEffect | undefined {
  const id = base["id"];
  const { patches } = announcement;
  const key = [preset, typeof id === "string" ? id : undefined, "any"].find(
    (each) => each !== undefined && Object.hasOwn(patches, each),
  );
  const effect = key === undefined ? undefined : patches[key];
  return effect?.needs.every((path) => getPath(base, path) !== undefined) === true ? effect : undefined;
}

/** Whether the base holds an announcement: by what was switched before, or because it has a patch to take it out. */
export const isHeld = (id: string, effect: NewsEffect | undefined, { holds }: NewsBase): boolean =>
  Object.hasOwn(holds, id) ? holds[id] === true : effect?.without !== undefined;

/** Undated ones come last; among equal dates the id decides. */
export const byDate = (
  [a, { date: from = "9999" }]: readonly [string, Announcement],
  [b, { date: to = "9999" }]: readonly [string, Announcement],
): number => (from < to ? -1 : from > to ? 1 : a < b ? -1 : 1);

/** Puts the switched announcements into the base; `list` says which nobody knows. */
export function tellNews(list: IssueList, from: NewsBase, wanted: JsonObject, presets: PresetSource): Told {
  const news = isObject(wanted["news"]) ? wanted["news"] : {};
  const found: [string, Announcement][] = [];
  for (const id of Object.keys(news)) {
    if (typeof news[id] !== "boolean") continue;
    const one = announcementOf(id, wanted["announcements"], presets);
    if (one.kind === "unknown")
      list.report(`news.${id}`, `must be an announcement${suggestion(id, one.known)}`);
    if (one.kind === "found") found.push([id, one.announcement]);
  }
  const notes: Issue[] = [];
  const applied: { readonly id: string; readonly patch: JsonObject }[] = [];
  const holds: Record<string, boolean> = { ...from.holds };
  for (const [id, announcement] of found.sort(byDate)) {
    const on = news[id] === true;
    const effect = effectOn(announcement, from);
    const patch = on ? effect?.with : effect?.without;
    if (effect === undefined)
      notes.push({ path: `news.${id}`, message: `changes nothing here: ${announcement.otherwise}` });
    else if (isHeld(id, effect, from) === on) continue;
    else if (patch === undefined)
      notes.push({
        path: `news.${id}`,
        message: `cannot be switched ${on ? "on" : "off"} again here: nobody has written what the scenario would then hold`,
      });
    else {
      applied.push({ id, patch });
      holds[id] = on;
    }
  }
  if (applied.length === 0) return { base: from.base, applied, notes };
  const patched = applied.reduce<unknown>((base, { patch }) => mergePatch(base, patch), from.base);
  const origin = { ...(from.preset === undefined ? {} : { preset: from.preset }), news: holds };
  return { base: { ...(isObject(patched) ? patched : {}), origin }, applied, notes };
}

type Sought =
  | { readonly kind: "found"; readonly announcement: Announcement }
  | { readonly kind: "unknown"; readonly known: readonly string[] }
  /** It has faults, which the schema of the scenario tells. */
  | { readonly kind: "faulty" };

/** The user's own first; those that come with the program are asked for only where there is need. */
function announcementOf(id: string, own: unknown, presets: PresetSource): Sought {
  const mine: JsonObject = isObject(own) ? own : {};
  if (Object.hasOwn(mine, id)) {
    const parsed = OwnAnnouncement.safeParse(mine[id]);
    return parsed.success ? { kind: "found", announcement: parsed.data } : { kind: "faulty" };
  }
  const files = presets.announcements();
  if (!Object.hasOwn(files, id))
    return { kind: "unknown", known: [...Object.keys(mine), ...Object.keys(files)] };
  return { kind: "found", announcement: Announcement.parse(files[id]) };
}

/**
 * The faults of a scenario with announcements, those it would not have without them named after the announcement
 * that touches their place, or after all of them where none does.
 */
export function blamed(
  found: readonly Issue[],
  without: readonly Issue[],
  { applied }: Told,
): readonly Issue[] {
  const keyOf = ({ path, message }: Issue): string => `${path} ${message}`;
  const before = new Set(without.map(keyOf));
  return found.map((issue) => {
    if (before.has(keyOf(issue))) return issue;
    const touching = touchersOf(applied, issue.path.split("."));
    const names = (touching.length > 0 ? touching : applied).map(({ id }) => JSON.stringify(id));
    return {
      ...issue,
      message: `${issue.message}; so with the announcement${names.length > 1 ? "s" : ""} ${names.join(", ")}`,
    };
  });
}

/** Announcements that say something at the path or, where none does, beside it. */
function touchersOf(applied: Told["applied"], path: readonly string[]): Told["applied"] {
  const found = applied.filter(({ patch }) => touches(patch, path));
  return found.length > 0 || path.length < 2 ? found : touchersOf(applied, path.slice(0, -1));
}

/** Whether a patch says something at a path, above it or below. */
function touches(patch: unknown, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined || !isObject(patch)) return true;
  return Object.hasOwn(patch, key) && touches(patch[key], rest);
}
