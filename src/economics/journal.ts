/** Who paid whom what for: payments in whole cents, by period. */
import type { PartyModel } from "../model/money.ts";
import type { Flow, FlowKind } from "./money-info.ts";
import { add, at } from "./tables.ts";

/** What a payment is to the two who make and take it. */
export interface Treatment {
  readonly label: string;
  /** expense: gone at once; asset: paid in advance until it arrives, then capitalised; stake: part of another party. */
  readonly paid: "expense" | "asset" | "stake";
  readonly received: "income" | "paid-in";
}

const expense = (label: string): Treatment => ({ label, paid: "expense", received: "income" });
const asset = (label: string): Treatment => ({ label, paid: "asset", received: "income" });

export const TREATMENTS: Readonly<Record<FlowKind, Treatment>> = {
  capacity: expense("Capacity"),
  "energy-billed": expense("Energy, billed apart"),
  shortfall: expense("Shortfall of the commitment"),
  equity: { label: "Equity", paid: "stake", received: "paid-in" },
  sales: expense("Sales of tokens"),
  reseller: expense("Resellers' share of sales"),
  chips: asset("Chips"),
  buildings: asset("Buildings and power"),
  retrofit: asset("Retrofits of halls"),
  energy: expense("Energy"),
  upkeep: expense("Upkeep"),
  elsewhere: expense("Capacity elsewhere"),
  porting: expense("Porting"),
  egress: expense("Egress"),
};

interface OpenFlow extends Flow {
  readonly payer: number;
  readonly payee: number;
}

export class Journal {
  readonly flows: OpenFlow[] = [];
  private readonly parties: readonly PartyModel[];
  private readonly periods: number;

  constructor(parties: readonly PartyModel[], periods: number) {
    this.parties = parties;
    this.periods = periods;
  }

  /** Cents of what one party pays to another in a period, for one kind of thing. A payment to oneself is none. */
  post(kind: FlowKind, from: number, to: number, period: number, cents: number, of = ""): void {
    if (cents === 0 || from === to) return;
    add(this.flow(kind, from, to, of).cents, period, cents);
  }

  /** The same by period. */
  postAll(kind: FlowKind, from: number, to: number, cents: Float64Array, of = ""): void {
    for (let p = 0; p < this.periods; p++) this.post(kind, from, to, p, at(cents, p), of);
  }

  private flow(kind: FlowKind, payer: number, payee: number, of: string): OpenFlow {
    const { label } = TREATMENTS[kind];
    const full = of === "" ? label : `${label}: ${of}`;
    const known = this.flows.find(
      (flow) => flow.kind === kind && flow.payer === payer && flow.payee === payee && flow.label === full,
    );
    if (known !== undefined) return known;
    const flow: OpenFlow = {
      kind,
      label: full,
      from: this.parties[payer]?.id ?? "",
      to: this.parties[payee]?.id ?? "",
      payer,
      payee,
      cents: new Float64Array(this.periods),
    };
    this.flows.push(flow);
    return flow;
  }
}

export type Posted = Pick<Journal, "flows">;
