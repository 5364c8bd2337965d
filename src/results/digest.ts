/** One hash over every number of a result, unrounded: two runs that agree on it agree byte for byte. */
import { Fingerprint } from "../engine/index.ts";
import type { Result } from "./types.ts";

export function digestOf(
  result: Pick<
    Result,
    | "format"
    | "scenario"
    | "seed"
    | "replication"
    | "start"
    | "end"
    | "binSeconds"
    | "sites"
    | "pools"
    | "states"
    | "ledger"
    | "delivered"
    | "energyMwh"
    | "series"
    | "profiles"
    | "jobs"
    | "events"
  >,
): string {
  const print = new Fingerprint();
  const { format, scenario, seed, replication, start, end, binSeconds } = result;
  print.text(`${format} ${scenario.id} ${seed} ${replication} ${start} ${end} ${binSeconds}`);
  print.text(
    [...result.sites.map((s) => s.id), ...result.pools.map((p) => p.id), ...result.states].join(" "),
  );
  print.numbers(result.ledger);
  print.numbers(result.delivered);
  print.numbers(result.energyMwh);
  for (const s of result.series) {
    print.text(s.id);
    print.numbers(s.mean);
    print.numbers(s.min);
    print.numbers(s.max);
  }
  for (const profile of result.profiles) print.numbers(profile.mean);
  for (const job of result.jobs) {
    print.text(`${job.id} ${job.site} ${job.system} ${job.state}`);
    print.two(job.submitSeconds, job.startSeconds);
    print.two(job.endSeconds, job.flopsDone);
    print.two(job.flopsGoal, job.failures);
    print.two(job.preemptions, job.resizes);
    for (const [state, hours] of Object.entries(job.chipHours))
      // Few jobs hold standbys: of the others nothing is said.
      if (state !== "standby" || hours !== 0) print.two(hours, 0);
  }
  for (const event of result.events) {
    print.text(event.subject);
    print.two(event.id, event.seconds);
    print.two(event.cause, event.amount);
  }
  return print.hex();
}
