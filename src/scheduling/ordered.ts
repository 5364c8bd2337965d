/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's number */
import type { Reservation } from "./backfill.ts";
import type { Machine } from "./discipline.ts";

/**
 * One pass in an order of one's own: jobs start from the front while they fit; the first that does not has the
 * reservation, and those after it may start if they do not delay it. Returns that first one; -1 when none is left.
 */
export function passInOrder(
  machine: Machine,
  order: readonly number[],
  head: Reservation,
  start: (job: number) => void,
): number {
  const { procs } = machine.jobs;
  let at = 0;
  for (; at < order.length && machine.fits(order[at]!); at++) start(order[at]!);
  const first = order[at];
  if (first === undefined) return -1;
  // What preempted jobs are about to give back is the first one's.
  if (machine.free === 0 || machine.leaving > 0) return first;
  head.make(machine, procs[first]!);
  for (const job of order.slice(at + 1)) if (head.admits(machine, job)) start(job);
  return first;
}
