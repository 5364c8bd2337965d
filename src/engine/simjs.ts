/**
 * The only importer of simjs 2.0.3, which exports nothing and has no types. The order of the imports matters:
 * the loan of `window` first, then the bundle, which registers itself there.
 */
import { lent } from "./simjs-window.ts";
import "simjs";
import type { SimjsLibrary } from "./simjs-types.ts";

if (lent) Reflect.deleteProperty(globalThis, "window");

function isLibrary(value: unknown): value is SimjsLibrary {
  return (
    typeof value === "object" && value !== null && "Sim" in value && "Entity" in value && "Event" in value
  );
}

function registered(): SimjsLibrary {
  const library: unknown = Reflect.get(globalThis, "Sim");
  if (!isLibrary(library))
    throw new Error("simjs did not register its classes: import simjs-window.ts before it");
  return library;
}

/** simjs's classes as published. `Facility` and `Random` serve comparison only: capsim allocates and draws itself. */
export const { Sim, Entity, Event, Facility, Random } = registered();
