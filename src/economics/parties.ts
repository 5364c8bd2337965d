/** The parties of a settlement: the scenario's own, and the outside world. */
import { OUTSIDE_PARTIES } from "../model/money.ts";
import type { MoneyModel, PartyModel } from "../model/money.ts";

export interface Parties {
  readonly all: readonly PartyModel[];
  readonly customer: number;
  readonly provider: number;
  readonly users: number;
  readonly resellers: number;
  readonly chipMakers: number;
  readonly builders: number;
  readonly utilities: number;
  /** Paid for upkeep, and for porting. */
  readonly operators: number;
  readonly engineers: number;
}

/** Outside parties that the model does not name are added at the end. */
export function partiesOf(model: MoneyModel): Parties {
  const all = [...model.parties];
  for (const party of OUTSIDE_PARTIES) if (!all.some(({ id }) => id === party.id)) all.push(party);
  const index = (id: string): number => all.findIndex((party) => party.id === id);
  return {
    all,
    customer: model.customer,
    provider: model.provider,
    users: index("users"),
    resellers: index("resellers"),
    chipMakers: index("chip-makers"),
    builders: index("builders"),
    utilities: index("utilities"),
    operators: index("operators"),
    engineers: index("engineers"),
  };
}
