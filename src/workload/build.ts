/** Rules that every log's jobs must keep, whatever its format. */
import type { LogJob, Workload } from "./jobs.ts";
import { workloadOf } from "./jobs.ts";
import { LogCounter } from "./report.ts";
import type { LogReport } from "./report.ts";

const MOST_PROCS = 2_147_483_647;

/** Takes a log's jobs line by line. */
export class WorkloadBuilder {
  readonly dropped = new LogCounter();
  readonly changed = new LogCounter();
  private readonly rows: LogJob[] = [];
  private readonly procs: number;
  private read = 0;
  private lastSubmit = -Infinity;
  private lastId = -Infinity;

  /** `procs`: the machine's, where it is known; a job that asks for more can never start. */
  constructor(procs = Infinity) {
    this.procs = procs;
  }

  /** Always false: the line's job is not kept. */
  drop(reason: string, line: number, found = ""): false {
    this.read++;
    this.dropped.add(reason, line, found);
    return false;
  }

  /** `estimate` of 0 or less: not known, then it is the run time itself. Whether the job is kept. */
  add(row: LogJob, line: number): boolean {
    const { submit, procs, run, estimate } = row;
    if (!(submit >= 0)) return this.drop("it is submitted before the log begins", line, `${submit} s`);
    if (!(procs >= 1)) return this.drop("it asks for no processor", line, String(procs));
    if (!Number.isInteger(procs) || procs > MOST_PROCS)
      return this.drop("processors must be a whole number", line, String(procs));
    if (!(run >= 0)) return this.drop("how long it ran is not known", line);
    if (procs > this.procs)
      return this.drop(
        `it can never start: it asks for more than the ${this.procs} processors there are`,
        line,
        String(procs),
      );
    this.read++;
    if (submit < this.lastSubmit || (submit === this.lastSubmit && row.id < this.lastId))
      this.changed.add("out of order, sorted by submission and id", line);
    else [this.lastSubmit, this.lastId] = [submit, row.id];
    const known = estimate > 0;
    if (!known) this.changed.add("no estimate, taken as the run time", line);
    if (known && run > estimate) this.changed.add("run time cut to the estimate", line);
    this.rows.push({ ...row, run: known ? Math.min(run, estimate) : run, estimate: known ? estimate : run });
    return true;
  }

  finish(): { readonly workload: Workload; readonly report: LogReport } {
    return {
      workload: workloadOf(this.rows),
      report: {
        read: this.read,
        kept: this.rows.length,
        dropped: this.dropped.list(),
        changed: this.changed.list(),
      },
    };
  }
}
