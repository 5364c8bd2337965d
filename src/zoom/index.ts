export { closedForm, loadOf, measuredMinutes } from "./closed.ts";
export type { ClosedForm, ClosedPercentiles } from "./closed.ts";
export { readRequests } from "./request-csv.ts";
export type { RequestTable } from "./request-csv.ts";
export { percentilesOf, pooled } from "./result.ts";
export type { MinuteTable, Percentiles, ZoomResult } from "./result.ts";
export { Zoom, zoom } from "./run.ts";
export { MINUTE_SECONDS, ROUTINGS } from "./spec.ts";
export type { DrawnRequests, RequestList, Routing, ZoomSpec } from "./spec.ts";
