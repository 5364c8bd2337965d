/** Every mechanism, where nothing has to be fetched. */
import { Refresh } from "../fleet/refresh.ts";
import { HostAges, Maintenance, Replacements } from "../fleet/seldom.ts";
import { LatencyHours } from "../inference/latency-hours.ts";
import type { Mechanisms } from "./mechanisms.ts";
import { StreamQueue } from "./stream-queue.ts";

export const ALL_MECHANISMS: Mechanisms = {
  StreamQueue,
  Refresh,
  LatencyHours,
  HostAges,
  Maintenance,
  Replacements,
};
