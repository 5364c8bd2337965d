// What is out of service is out for a reason that ends: a repair under way, a visit, a site that is down.
import { OUT } from "../../src/fleet/hosts.ts";
import { HANDLER } from "../../src/run/handlers.ts";
import type { WorldSnapshot } from "../../src/run/snapshot.ts";
import type { World } from "../../src/run/world.ts";
import type { Faults } from "./faults.ts";

export function auditOut(faults: Faults, world: World, snapshot: WorldSnapshot): void {
  const { hosts, model, reliability } = world;
  const { shop, maintenance } = snapshot.reliability;
  const now = world.engine.now;
  const found = { brokenHosts: 0, brokenUs: 0, maintainedHosts: 0, maintainedUs: 0 };
  model.pools.forEach((p, pool) => {
    const isOut = reliability.outages.isOut(p.site, now);
    const base = hosts.usBase[pool] ?? 0;
    for (let us = base; us < base + (hosts.installed[pool] ?? 0); us++) {
      if (hosts.usState[us] !== 1) continue;
      const whole = hosts.usOut[us] ?? 0;
      if (((whole & OUT.site) !== 0) !== isOut)
        faults.add(
          `${now} s: UltraServer ${us} is ${isOut ? "up at a site that is out" : "out without cause"}`,
        );
      if ((whole & OUT.broken) !== 0) found.brokenUs++;
      if ((whole & OUT.maintenance) !== 0) found.maintainedUs++;
      const first = hosts.firstHost(pool, us);
      for (let h = first; h < first + p.hostsPerUs; h++) {
        const own = hosts.hostDown[h] ?? 0;
        if ((own & OUT.broken) !== 0) found.brokenHosts++;
        if ((own & OUT.maintenance) !== 0) found.maintainedHosts++;
      }
    }
  });
  const usAt = (pool: number, unit: number, perUs: number): number =>
    (hosts.usBase[pool] ?? 0) + Math.floor(unit / perUs);
  const expected = { brokenHosts: 0, brokenUs: 0, maintainedHosts: 0, maintainedUs: 0 };
  const { handler, payload } = snapshot.engine.calendar;
  handler.forEach((id, slot) => {
    const unit = payload[slot] ?? 0;
    if (id === HANDLER.usMended && hosts.usState[unit] === 1) expected.brokenUs++;
    if (id !== HANDLER.hostMended) return;
    const pool = hosts.poolOf(unit, hosts.hostBase);
    if (hosts.usState[hosts.usOfHost(pool, unit)] === 1) expected.brokenHosts++;
  });
  for (const ticket of shop.tickets.items) {
    if (ticket === undefined || ticket.kind === "fault") continue;
    const perUs = ticket.kind === "us" ? 1 : (hosts.hostsPerUs[ticket.pool] ?? 1);
    if (hosts.usState[usAt(ticket.pool, ticket.unit, perUs)] !== 1) continue;
    if (ticket.kind === "us") expected.brokenUs++;
    else expected.brokenHosts++;
  }
  const wholeUs = model.reliability.maintenance?.wholeUs === true;
  for (const visit of maintenance?.visits.items ?? []) {
    if (visit?.inside !== true) continue;
    const perUs = wholeUs ? 1 : (hosts.hostsPerUs[visit.pool] ?? 1);
    if (hosts.usState[usAt(visit.pool, visit.unit, perUs)] !== 1) continue;
    if (wholeUs) expected.maintainedUs++;
    else expected.maintainedHosts++;
  }
  for (const what of ["brokenHosts", "brokenUs", "maintainedHosts", "maintainedUs"] as const)
    faults.same(`${now} s: ${what}`, found[what], expected[what]);
}
