/** Start of the page: the baked run is drawn at once, then the worker confirms it or runs what a link asks. */
import baked from "virtual:baked";
import { createApp } from "./app.ts";
import { buildPage } from "./panels/page.ts";
import { watchLinks } from "./panels/links.ts";
import { watchKeys } from "./keyboard.ts";

const app = createApp(baked);
buildPage(app);
watchKeys(app);
void watchLinks(app);
