// How Chromium is started, and what becomes of a test that needs one where there is none:
// it is reported as skipped by its name, and with CI=true it fails.
import { chromium } from "playwright";
import type { Browser } from "playwright";
import { describe, inject, it } from "vitest";
import { findChromium } from "./chromium-path.ts";

const missing = "no Chromium found: install the package chromium or set CHROMIUM_PATH";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium without a window and with an empty profile. The caller closes it. Throws when there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(missing);
  return await chromium.launch({ executablePath, headless: true, args: flags });
}

/** Address of the built page, served for the length of the test run (serve.ts). Ask inside a test or hook. */
export function appUrl(): string {
  return inject("appUrl");
}

/** `describe` for tests that drive Chromium. Without one: skipped by name, or with CI=true a failure. */
export function describeInChromium(title: string, suite: () => void): void {
  if (findChromium() !== undefined) describe(title, suite);
  else if (process.env["CI"] !== "true") describe.skip(`${title} (${missing})`, suite);
  else {
    describe(title, () => {
      it("finds Chromium", () => {
        throw new Error(missing);
      });
    });
  }
}
