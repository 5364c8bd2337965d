/**
 * The transcendental functions of capsim, the same to the last bit on every machine: `Math.log`, `exp`, `pow`, `sin`
 * differ between engines and versions; the four operations and `Math.sqrt` do not.
 */
export { exp, expm1 } from "./math-exp.ts";
export { log, log1p } from "./math-log.ts";
export { gamma } from "./math-gamma.ts";
export { lambertW0 } from "./math-lambert.ts";
export { pow } from "./math-pow.ts";
export { cos, sin } from "./math-trig.ts";
