/**
 * Lends simjs a `window` while it loads: the published bundle registers its classes on `window.Sim` and nowhere else.
 * Must be imported before "simjs"; `simjs.ts` takes the loan back, because other libraries sniff `window`.
 */

/** True when `window` did not exist and must be removed again. */
export const lent = Reflect.get(globalThis, "window") === undefined;

if (lent) Reflect.set(globalThis, "window", globalThis);
