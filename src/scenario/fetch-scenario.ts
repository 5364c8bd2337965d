/** Reading a scenario where presets come one by one: in a page, which should not wait for those that nobody chose. */
import { scenarioFetchers } from "./fetched-scenarios.ts";
import { loadWith } from "./load.ts";
import type { Loaded, LoadOptions } from "./load.ts";

/** Ids of what there is to choose from, in the order of the files' names. */
export const presetIds: readonly string[] = Object.keys(scenarioFetchers);

/** `loadScenario`, fetching of the presets those that are named. */
export async function fetchScenario(input: unknown, options: LoadOptions = {}): Promise<Loaded> {
  const files = new Map<string, unknown>();
  for (;;) {
    const lacking = new Set<string>();
    const file = (id: string): unknown => {
      if (presetIds.includes(id) && !files.has(id)) lacking.add(id);
      return files.get(id);
    };
    const loaded = loadWith({ ids: presetIds, file }, input, options);
    if (lacking.size === 0) return loaded;
    for (const id of lacking) files.set(id, (await scenarioFetchers[id]?.())?.default);
  }
}

/** Fetches every preset, so that each opens at once and without a network. */
export async function fetchPresets(): Promise<void> {
  await Promise.all(Object.values(scenarioFetchers).map(async (fetcher) => fetcher()));
}
