export { scheduleCsv } from "./export.ts";
export { metricsOf } from "./metrics.ts";
export type { ScheduleMetrics } from "./metrics.ts";
export { DEFAULT_SETTINGS, Replay, replay, TIES } from "./replay.ts";
export type { ReplayOptions, Schedule, Ties } from "./replay.ts";
