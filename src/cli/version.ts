/** The package's version, out of package.json, which lies two folders up from here in src/ and in dist/. */
import { readFileSync } from "node:fs";

const file = new URL("../../package.json", import.meta.url);
const found = /"version":\s*"([^"]+)"/.exec(readFileSync(file, "utf8"));

export const VERSION = found?.[1] ?? "unknown";
