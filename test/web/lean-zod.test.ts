// The workers' zod is cut down while the page is built: a scenario must be judged as it is elsewhere.
import fc from "fast-check";
import { build } from "vite";
import { beforeAll, describe, expect, it } from "vitest";
import { loadScenario, presets, setPath } from "../../src/index.ts";
import type { Loaded } from "../../src/index.ts";
import { leanZod } from "../../web/lean-zod.ts";

let lean: (input: unknown, options?: { readonly patch?: unknown }) => Loaded;
let cut = 0;

beforeAll(async () => {
  const built = await build({
    configFile: false,
    logLevel: "error",
    plugins: [leanZod()],
    build: { write: false, minify: false, lib: { entry: "src/scenario/load.ts", formats: ["es"] } },
  });
  const [first] = [built].flat();
  if (first === undefined || !("output" in first)) throw new Error("nothing was built");
  const code = first.output.map((part) => (part.type === "chunk" ? part.code : "")).join("\n");
  cut = ["processJSONSchema", "toJSONSchemaMethod", "_nanoid("].filter((word) => code.includes(word)).length;
  const made: { readonly loadScenario: typeof lean } = await import(
    `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`
  );
  lean = made.loadScenario;
}, 120_000);

describe("the workers' zod", () => {
  it("is cut", () => {
    expect(cut).toBe(0);
  });
  it("reads every preset as it is read elsewhere", () => {
    for (const { id } of presets) expect(lean(id)).toEqual(loadScenario(id));
  });
  it("finds the same faults, in the same words, wherever a value is put that does not belong there", () => {
    const whole: unknown = JSON.parse(JSON.stringify(loadScenario("first-campus")));
    const paths = leavesOf((whole as { readonly scenario: unknown }).scenario);
    const odd = fc.constantFrom<unknown>(
      -1,
      1e12,
      0.5,
      "",
      "2026-02-30",
      "x",
      true,
      [],
      {},
      { value: -3 },
      null,
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...paths), odd), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const patch = changes.reduce<unknown>((left, [path, value]) => trySet(left, path, value), {});
          expect(lean("first-campus", { patch })).toEqual(loadScenario("first-campus", { patch }));
        },
      ),
      { numRuns: 150 },
    );
  });
});

function trySet(patch: unknown, path: string, value: unknown): unknown {
  try {
    return setPath(patch, path, value);
  } catch {
    return patch; // the way to it was replaced by a value without parts
  }
}

/** Dotted paths of everything in a value that has no parts, and of each thing that has some. */
function leavesOf(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return path === "" ? [] : [path];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === "" ? key : `${path}.${key}`;
    return [at, ...leavesOf(inner, at)];
  });
}
