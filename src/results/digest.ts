/** One hash over every number of a result, unrounded: two runs that agree on it agree byte for byte. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Result } from "./types.ts";

export function digestOf(result: Omit<Result, "digest" | "findings" | "binds" | "headlines" | "crossFoot" | "backtest" | "inputs">): string {
  const hash = sha256.create();
  const text = (s: string): void => void hash.update(new TextEncoder().encode(`${s}\n`));
  const numbers = (a: Float64Array): void => void hash.update(littleEndian(a));
  text(`${result.format} ${result.scenario.id} ${result.seed} ${result.replication} ${result.start} ${result.end} ${result.binSeconds}`);
  text([...result.sites.map((s) => s.id), ...result.pools.map((p) => p.id), ...result.states].join(" "));
  numbers(result.ledger);
  numbers(result.delivered);
  numbers(result.energyMwh);
  for (const s of result.series) {
    text(s.id);
    numbers(s.mean);
    numbers(s.min);
    numbers(s.max);
  }
  for (const job of result.jobs) {
    text(`${job.id} ${job.site} ${job.system} ${job.state}`);
    const { submitSeconds, startSeconds, endSeconds, flopsGoal, flopsDone, failures, preemptions, resizes, chipHours } = job;
    numbers(Float64Array.of(submitSeconds, startSeconds, endSeconds, flopsGoal, flopsDone, failures, preemptions, resizes, ...Object.values(chipHours)));
  }
  for (const event of result.events) {
    text(`${event.kind} ${event.subject}`);
    numbers(Float64Array.of(event.id, event.seconds, event.cause, event.amount));
  }
  return bytesToHex(hash.digest()).slice(0, 32);
}

function littleEndian(array: Float64Array): Uint8Array {
  const little = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  if (little) return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  const view = new DataView(new ArrayBuffer(array.byteLength));
  array.forEach((value, i) => view.setFloat64(8 * i, value, true));
  return new Uint8Array(view.buffer);
}
