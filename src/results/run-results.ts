/** What a run worker fetches while it runs; a file of its own, so that the chunk has its name. */
export { buildResult } from "./build.ts";
