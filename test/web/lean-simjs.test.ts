// The workers' simjs is cut down while the page is built: a run must come out as it does elsewhere.
import { build } from "vite";
import { expect, it } from "vitest";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import type { Result, Scenario } from "../../src/index.ts";
import { leanSimjs } from "../../web/lean-simjs.ts";

it("runs to the same digest without the classes that are left out", { timeout: 120_000 }, async () => {
  const built = await build({
    configFile: false,
    logLevel: "error",
    plugins: [leanSimjs()],
    build: {
      write: false,
      minify: false,
      lib: { entry: "src/simulate.ts", formats: ["es"] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [first] = [built].flat();
  if (first === undefined || !("output" in first)) throw new Error("nothing was built");
  const code = first.output.map((part) => (part.type === "chunk" ? part.code : "")).join("\n");
  for (const word of ["genrandInt32", "sizeSeries"]) expect(code.includes(word), word).toBe(false);
  const made: { readonly simulateSync: (scenario: Scenario) => Result } = await import(
    `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`
  );
  const scenario = loadScenarioOrThrow("first-campus");
  expect(made.simulateSync(scenario).digest).toBe(simulateSync(scenario).digest);
});
