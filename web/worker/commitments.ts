/** Settles a run twice: as if capacity were paid for as installed, and as used. */
import { settleMoney } from "../../src/index.ts";
import type { Model, MoneyBasis } from "../api.ts";
import type { Commitments, Pays, PaysAnswer } from "../view/commitments.ts";

/** Nothing where nothing is committed. */
export function commitmentsOf({ money }: Model, basis: MoneyBasis): { readonly commitments?: Commitments } {
  if (money?.commitment === undefined) return {};
  const settled = (pays: Pays): { readonly answer: PaysAnswer; readonly cents: number } | undefined => {
    const { commitment, flows } = settleMoney(basis, { ...money, contract: { ...money.contract, pays } });
    if (commitment === undefined) return undefined;
    const { totalUsd, spentShare, exhaustedSeconds, shortfallUsd, breakEvenUtilisation } = commitment;
    const cents = flows
      .filter(({ kind }) => kind === "capacity")
      .reduce((sum, flow) => sum + flow.cents.reduce((total, each) => total + each, 0), 0);
    return {
      answer: {
        totalUsd,
        spentShare,
        ...(exhaustedSeconds === undefined ? {} : { exhaustedSeconds }),
        shortfallUsd,
        breakEvenUtilisation,
      },
      cents,
    };
  };
  const [installed, used] = [settled("installed"), settled("used")];
  if (installed === undefined || used === undefined) return {};
  const commitments = {
    pays: money.contract.pays,
    by: { installed: installed.answer, used: used.answer },
    usedShare: installed.cents > 0 ? used.cents / installed.cents : 0,
    breakEvenShare: installed.cents > 0 ? (100 * installed.answer.totalUsd) / installed.cents : Infinity,
  };
  return { commitments };
}
