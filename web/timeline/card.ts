/** What is said of the job under the pointer or the one that is picked. */
import { element, setText } from "../dom.ts";
import { formatNumber } from "../format.ts";
import type { JobLines, Segments } from "../view/job-lines.ts";
import type { Hit } from "./rows.ts";
import {
  chipsText,
  lengthText,
  meanChips,
  momentText,
  nameOf,
  segmentText,
  timesText,
  untilOf,
  waitsOf,
  waitsText,
} from "./text.ts";

const hint = "Point at a job, or use the arrow keys, to see what it did and why it waited.";

export interface Card {
  readonly node: HTMLElement;
  readonly show: (lines: JobLines, segments: Segments, hit: Hit | undefined, picked: boolean) => void;
}

export function jobCard(): Card {
  const title = element("b");
  const where = element("span", { class: "soft" });
  const times = element("p");
  const now = element("p");
  const waits = element("p");
  const node = element("div", { class: "job-card" }, element("p", {}, title, " ", where), times, now, waits);
  return {
    node,
    show: (lines, segments, hit, picked) => {
      node.classList.toggle("picked", picked && hit !== undefined);
      if (hit === undefined) {
        setText(title, "");
        setText(where, hint);
        for (const line of [times, now, waits]) setText(line, "");
        return;
      }
      const { job, segment, near } = hit;
      setText(title, nameOf(lines, job));
      setText(where, factsOf(lines, job, near));
      setText(times, timesText(lines, job));
      const [from, until] = [segments.from[segment] ?? 0, untilOf(lines, segments, job, segment)];
      const held = meanChips(lines, segments, job, segment);
      const chips = held > 0 ? `, on ${formatNumber(Math.round(held))} ${lines.unit} on average` : "";
      setText(
        now,
        `From ${momentText(lines, from)}, for ${lengthText(until - from)}: ${segmentText(segments, segment)}${chips}.`,
      );
      const all = waitsOf(lines, segments, job);
      setText(waits, all.length === 0 ? "It never waited." : `All its waits: ${waitsText(all)}.`);
    },
  };
}

function factsOf(lines: JobLines, job: number, near: number): string {
  const lane = lines.lanes[lines.lane[job] ?? 0];
  const failures = lines.failures?.[job] ?? 0;
  const taken = lines.preemptions?.[job] ?? 0;
  const facts = [
    lane === undefined || lane.site === "" ? "" : `${lane.siteName}: ${lane.name}`,
    chipsText(lines, job),
    lines.failures === undefined ? "" : failures === 1 ? "1 failure" : `${formatNumber(failures)} failures`,
    taken > 0 ? `chips taken from it ${formatNumber(taken)} times` : "",
    near > 1 ? `one of ${near} jobs at this point: zoom in to tell them apart` : "",
  ];
  return facts.filter((fact) => fact !== "").join(" · ");
}

/** The same in one sentence, for a screen reader. */
export function spoken(lines: JobLines, segments: Segments, job: number): string {
  const waits = waitsOf(lines, segments, job);
  const why = waits.length === 0 ? "It never waited." : `Waits: ${waitsText(waits)}.`;
  return `${nameOf(lines, job)}, ${factsOf(lines, job, 1)}. ${timesText(lines, job)} ${why}`;
}
