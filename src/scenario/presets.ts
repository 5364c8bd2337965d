/** The scenarios that come with the program. */
import { scenarioFiles } from "./builtin-scenarios.ts";
import { announcementFiles } from "./builtin-news.ts";
import type { PresetSource } from "./extends.ts";
import { isObject } from "./merge-patch.ts";

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly illustrative: boolean;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** What there is to choose from, in the order of the files' names. */
export const presets: readonly Preset[] = Object.entries(scenarioFiles).map(([id, file]) => {
  const fields = isObject(file) ? file : {};
  return {
    id,
    title: textOf(fields["title"]) || id,
    description: textOf(fields["description"]),
    illustrative: fields["illustrative"] === true,
  };
});

/** The file of a preset as it is written, or undefined. */
export function presetFile(id: string): unknown {
  return Object.hasOwn(scenarioFiles, id) ? scenarioFiles[id] : undefined;
}

/** All of them, at hand. */
export const builtinPresets: PresetSource = {
  ids: presets.map(({ id }) => id),
  file: presetFile,
  announcements: announcementFiles,
};
