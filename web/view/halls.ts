/** Halls of a site at a moment, and its phases as rows: planned, ready, and what lies between. */
import { formatDay } from "../format.ts";
import type { SiteView } from "./run-view.ts";

export interface Halls {
  /** MW of IT load in use, by cooling, and out of use for a retrofit. */
  readonly air: number;
  readonly liquid: number;
  readonly away: number;
  /** Phases that are ready. */
  readonly ready: number;
}

export function hallsAt({ phases, retrofits }: SiteView, time: number): Halls {
  const mw = { air: 0, liquid: 0 };
  let before = 0;
  let ready = 0;
  for (const phase of phases) {
    const added = Math.max(0, phase.itMw - before);
    before = phase.itMw;
    if (phase.ready > time) continue;
    mw[phase.hall] += added;
    ready += 1;
  }
  let away = 0;
  for (const { from, until, itMw } of retrofits) {
    if (from > time) continue;
    mw.air -= itMw;
    if (until > time) away += itMw;
    else mw.liquid += itMw;
  }
  return { air: Math.max(0, mw.air), liquid: mw.liquid, away, ready };
}

/** Mean length of a month, as the simulator counts slips. */
const monthMs = (365.25 / 12) * 86_400_000;

export interface PhaseRow {
  readonly id: string;
  readonly hall: string;
  readonly planned: string;
  /** With a dagger where it lies after the end of the run. */
  readonly ready: string;
  readonly slip: string;
  readonly itMw: number;
}

export function phaseRows({ phases }: SiteView, end: number): readonly PhaseRow[] {
  return phases.map(({ id, hall, planned, ready, itMw }) => {
    const months = (ready - planned) / monthMs;
    return {
      id,
      hall,
      planned: formatDay(planned),
      ready: ready >= end ? `${formatDay(ready)} †` : formatDay(ready),
      slip: months < 0.05 ? "0" : `+${months.toFixed(1)}`,
      itMw,
    };
  });
}
