/** What is fetched as the compiler: the chunk of a bundle that imports it has this file's name. */
export { compileModel } from "./compile.ts";
export { CompileError } from "./context.ts";
