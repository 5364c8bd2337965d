/** The announcements that come with the program: models/announcements/, bundled by `npm run catalogue` into one file. */
import files from "../../models/news.json" with { type: "json" };
import { isObject } from "./merge-patch.ts";
import type { JsonObject } from "./merge-patch.ts";

/** By id, as they are written. */
export const announcementFiles = (): JsonObject => (isObject(files) ? files : {});
