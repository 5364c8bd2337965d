/** The public API: what the page, the command line and scripts use, and nothing else. */
export { compileModel } from "./compile/compile.ts";
export { CompileError } from "./compile/context.ts";
export type { CompileOptions } from "./compile/context.ts";
export { EVENT_KINDS } from "./ledger/event-log.ts";
export type { EventKind } from "./ledger/event-log.ts";
export { LEDGER_STATES } from "./ledger/states.ts";
export type { LedgerState } from "./ledger/states.ts";
export type { Model } from "./model/types.ts";
export { canonicalJson, exportFiles, summaryOf } from "./results/export.ts";
export type { ExportFile, ExportOptions } from "./results/export.ts";
export { grouped, short } from "./results/format.ts";
export type * from "./results/types.ts";
export type { WorldSnapshot } from "./run/snapshot.ts";
export * from "./scenario/index.ts";
export { forkRun, resumeRun, runModel, startRun } from "./run-model.ts";
export type { Run, WatchOptions } from "./run-model.ts";
export { simulate, simulateSync } from "./simulate.ts";
export type { SimulateOptions } from "./simulate.ts";
