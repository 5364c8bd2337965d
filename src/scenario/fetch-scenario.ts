/** Reading a scenario where presets come one by one: in a page, which should not wait for those that nobody chose. */
import { scenarioFetchers } from "./fetched-scenarios.ts";
import type { PresetSource } from "./extends.ts";
import { loadWith } from "./load.ts";
import type { Loaded, LoadOptions } from "./load.ts";
import { isObject } from "./merge-patch.ts";
import type { JsonObject } from "./merge-patch.ts";
import { listNewsWith } from "./news-list.ts";
import type { NewsListed } from "./news-list.ts";

/** Ids of what there is to choose from, in the order of the files' names. */
export const presetIds: readonly string[] = Object.keys(scenarioFetchers);

/** `loadScenario`, fetching of the presets those that are named, and announcements where one is switched. */
export async function fetchScenario(input: unknown, options: LoadOptions = {}): Promise<Loaded> {
  return withFetched((presets) => loadWith(presets, input, options));
}

/** `listNews`, with what it needs fetched. */
export async function fetchNews(input: unknown, options: LoadOptions = {}): Promise<NewsListed> {
  return withFetched((presets) => listNewsWith(presets, input, options));
}

/** Tries until nothing is asked for that was not fetched. */
async function withFetched<T>(load: (presets: PresetSource) => T): Promise<T> {
  const files = new Map<string, unknown>();
  let news: JsonObject | undefined;
  for (;;) {
    const lacking = new Set<string>();
    let lacksNews = false;
    const loaded = load({
      ids: presetIds,
      file: (id) => {
        if (presetIds.includes(id) && !files.has(id)) lacking.add(id);
        return files.get(id);
      },
      announcements: () => {
        lacksNews ||= news === undefined;
        return news ?? {};
      },
    });
    if (lacking.size === 0 && !lacksNews) return loaded;
    for (const id of lacking) files.set(id, (await scenarioFetchers[id]?.())?.default);
    if (lacksNews) news = await fetchAnnouncements();
  }
}

/** A chunk of its own: most readers ask for none of them. */
async function fetchAnnouncements(): Promise<JsonObject> {
  const { default: files } = await import("../../models/news.json", { with: { type: "json" } });
  return isObject(files) ? files : {};
}

/** Fetches every preset, so that each opens at once and without a network. */
export async function fetchPresets(): Promise<void> {
  await Promise.all(Object.values(scenarioFetchers).map(async (fetcher) => fetcher()));
}
