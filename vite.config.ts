// One config for the page (build, dev, preview) and for vitest.
import { defineConfig } from "vitest/config";
import { bakedRun } from "./web/bake-plugin.ts";
import { leanSimjs } from "./web/lean-simjs.ts";
import { leanZod } from "./web/lean-zod.ts";

// The world as data is a chunk of its own: it changes seldom, so a browser keeps it across releases,
// and its size has a budget apart from the code's (.ci/budget.ts).
const catalogueFile = /[\\/]models[\\/]index\.json$/;
const presetFile = /[\\/]models[\\/]scenarios[\\/]([^\\/]+)\.json$/;
// Each preset is one too, fetched when it is named.
const workerChunks = {
  codeSplitting: { groups: [{ name: "catalogue", test: catalogueFile }] },
  chunkFileNames: ({ facadeModuleId }: { readonly facadeModuleId?: string | null }): string =>
    presetFile.test(facadeModuleId ?? "") ? "assets/preset-[name]-[hash].js" : "assets/[name]-[hash].js",
};
// The default run, drawn before the worker answers, is a chunk of its own for the same reasons.
const bakedChunk = { codeSplitting: { groups: [{ name: "baked", test: /virtual:baked/ }] } };

export default defineConfig({
  base: "./",
  publicDir: "web/public",
  plugins: [bakedRun()],
  build: {
    target: "es2022",
    outDir: "dist-web",
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // Baking runs the simulator and takes its seconds; that is no news.
    rolldownOptions: { output: bakedChunk, checks: { pluginTimings: false } },
  },
  worker: {
    format: "es",
    plugins: () => [leanZod(), leanSimjs()],
    rolldownOptions: { output: workerChunks },
  },
  optimizeDeps: { include: ["simjs", "zod", "d3"] },
  server: { port: 5173, strictPort: false },
  preview: { port: 4173, strictPort: false },
  test: {
    maxWorkers: 2,
    coverage: { provider: "v8", include: ["src/**/*.ts"], reportsDirectory: "coverage" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**"],
          setupFiles: ["test/setup.ts"],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          environment: "node",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/browser/serve.ts"],
          setupFiles: ["test/setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // After the others: what a reader waits for is measured while nothing else runs.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
