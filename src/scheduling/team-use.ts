import { exp } from "../engine/index.ts";

interface Use {
  /** Processor-seconds, faded, as of `settled` [s]; and processors held since. */
  used: number;
  held: number;
  settled: number;
}

/** What teams have used, past use fading by a half-life: du/dt = held - u ln 2 / half-life. */
export class TeamUse {
  private readonly fade: number;
  private readonly uses = new Map<number, Use>();

  /** Seconds; 0: only what is held now counts. */
  constructor(halfLifeSeconds: number) {
    this.fade = halfLifeSeconds > 0 ? Math.LN2 / halfLifeSeconds : Infinity;
  }

  /** A team's jobs take processors (or, where negative, give them back). */
  change(team: number, procs: number, now: number): void {
    this.settled(team, now).held += procs;
  }

  /** A team's jobs hold so many processors from now on. */
  hold(team: number, procs: number, now: number): void {
    this.settled(team, now).held = procs;
  }

  /** Processor-seconds, faded. */
  of(team: number, now: number): number {
    return this.settled(team, now).used;
  }

  private settled(team: number, now: number): Use {
    let use = this.uses.get(team);
    if (use === undefined) this.uses.set(team, (use = { used: 0, held: 0, settled: now }));
    const seconds = now - use.settled;
    if (seconds > 0) {
      const kept = this.fade === Infinity ? 0 : exp(-this.fade * seconds);
      use.used = use.used * kept + (use.held * (1 - kept)) / this.fade;
      use.settled = now;
    }
    return use;
  }

  /** Teams with their use and what they hold, in numbers; see `restore`. */
  save(): readonly (readonly [number, number, number, number])[] {
    return [...this.uses].map(([team, { used, held, settled }]) => [team, used, held, settled]);
  }

  restore(saved: ReturnType<TeamUse["save"]>): void {
    this.uses.clear();
    for (const [team, used, held, settled] of saved) this.uses.set(team, { used, held, settled });
  }
}
