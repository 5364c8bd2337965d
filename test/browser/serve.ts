// Builds the page once and serves it while the browser tests run. Where no Chromium is, nothing is built.
import { build, preview } from "vite";
import type { TestProject } from "vitest/node";
import { findChromium } from "./chromium-path.ts";

declare module "vitest" {
  interface ProvidedContext {
    appUrl: string;
  }
}

export default async function serve(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (findChromium() === undefined) {
    project.provide("appUrl", "");
    return undefined;
  }
  await build({ logLevel: "warn" });
  const server = await preview({ logLevel: "warn", preview: { port: 0, host: "127.0.0.1" } });
  const address = server.httpServer.address();
  if (address === null || typeof address === "string") throw new Error("the preview server has no port");
  project.provide("appUrl", `http://127.0.0.1:${address.port}/`);
  return () => server.close();
}
