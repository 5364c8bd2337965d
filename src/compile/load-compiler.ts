/** The compiler apart from the reading of scenarios, for who fetches code in parts: the page checks while it comes. */
import type { Model } from "../model/types.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { CompileOptions } from "./context.ts";

export type Compiled =
  | { readonly ok: true; readonly model: Model }
  /** What a sound scenario still lacks, all of it. */
  | { readonly ok: false; readonly faults: readonly string[] };

/** `compileModel`, fetched; its faults are returned, not thrown. */
export async function loadCompiler(): Promise<(scenario: Scenario, options?: CompileOptions) => Compiled> {
  const { CompileError, compileModel } = await import("./compiler.ts");
  return (scenario, options) => {
    try {
      return { ok: true, model: compileModel(scenario, options) };
    } catch (error) {
      if (error instanceof CompileError) return { ok: false, faults: error.faults };
      throw error;
    }
  };
}
