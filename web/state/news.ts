/** Announcements in a draft: a switch, or one of the reader's own, is a patch like any other. */
import { isObject, setPath } from "./patch.ts";
import type { JsonObject } from "./patch.ts";

/** The patch with an announcement switched; back where the scenario has it by itself nothing is left of it. */
export const withSwitch = (patch: JsonObject, id: string, on: boolean, byDefault: boolean): JsonObject =>
  setPath(patch, ["news", id], on === byDefault ? undefined : on);

/** What a patch, or a whole scenario, says of announcements. */
export const newsIn = ({ news, announcements }: JsonObject): JsonObject => ({
  ...(isFilled(news) ? { news } : {}),
  ...(isFilled(announcements) ? { announcements } : {}),
});

const isFilled = (value: unknown): boolean => isObject(value) && Object.keys(value).length > 0;

/** The patch without one of the reader's own. */
export const withoutOwn = (patch: JsonObject, id: string): JsonObject =>
  setPath(setPath(patch, ["announcements", id], undefined), ["news", id], undefined);

/** The patch with the announcements of a text, by id or a single one, switched on; a sentence on what is wrong with the text. */
export function withOwn(patch: JsonObject, text: string): JsonObject | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : ""}`;
  }
  if (!isObject(value)) return 'An announcement is an object: {"title": …, "patches": …}';
  const all = "patches" in value || "title" in value ? { [freeId(patch)]: value } : value;
  if (Object.keys(all).length === 0) return "There is no announcement in it.";
  return Object.entries(all).reduce(
    (next, [id, announcement]) =>
      setPath(setPath(next, ["announcements", id], announcement), ["news", id], true),
    patch,
  );
}

/** mine, mine-2, mine-3, ... */
function freeId({ announcements }: JsonObject): string {
  const taken = new Set(isObject(announcements) ? Object.keys(announcements) : []);
  for (let k = 1; ; k++) {
    const id = k === 1 ? "mine" : `mine-${k}`;
    if (!taken.has(id)) return id;
  }
}
