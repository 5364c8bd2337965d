/** Every mechanism, where nothing has to be fetched. */
import { Refresh } from "../fleet/refresh.ts";
import type { Mechanisms } from "./mechanisms.ts";
import { StreamQueue } from "./stream-queue.ts";

export const ALL_MECHANISMS: Mechanisms = { StreamQueue, Refresh };
