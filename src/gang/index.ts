export * from "./closed-forms.ts";
export { loadGang, loadGangOrThrow } from "./load.ts";
export type { GangOptions, LoadedGang } from "./load.ts";
export type { GangParams } from "./params.ts";
export { gangFiles } from "./presets.ts";
export { TIME_KINDS } from "./result.ts";
export type { GangResult, TimeKind } from "./result.ts";
export { runGang } from "./run.ts";
export { Gang } from "./schema.ts";
