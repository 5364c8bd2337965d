/** Money under the charts: unit costs, who pays whom, what is committed and given, energy, and which numbers decide. */
import "../styles/money.css";
import type { App, AppState } from "../app.ts";
import type { Table } from "../charts/chart.ts";
import { button, element, setText } from "../dom.ts";
import { formatUsd } from "../format.ts";
import { figuresOf, partyName } from "../view/money.ts";
import {
  allRestOn,
  circularitySentence,
  closingLines,
  commitmentTable,
  energyTable,
  flowTable,
  moveTable,
  trancheTable,
  unitCostTable,
  units,
  unitsOf,
} from "../view/money-tables.ts";
import type { RunView } from "../view/run-view.ts";
import { rowsTable } from "./data-table.ts";
import { drawWhenSeen } from "./draw-when-seen.ts";
import { decidingPart } from "./tornado.ts";

export function moneyPanel(app: App, place: HTMLElement): void {
  const body = element("div", { class: "money-body" });
  const nothing = element("p", { class: "soft" }, "This scenario says nothing of money.");
  const unit = element("select", { id: "unit-cost", onchange: () => render(app.store.get()) });
  const deciding = decidingPart(app);
  const closings = element("p", { class: "closings" });
  place.replaceChildren(
    element("h2", {}, "Money: what it costs, and who pays whom"),
    nothing,
    body,
    closings,
  );

  const render = (state: AppState): void => {
    const { run, ranges } = state;
    const { money } = run;
    body.hidden = closings.hidden = money === undefined;
    nothing.hidden = money !== undefined;
    setText(
      nothing,
      run.late === true ? "Money comes with the first run." : "This scenario says nothing of money.",
    );
    if (money === undefined) return;
    const offered = unitsOf(money);
    const chosen = offered.find(({ key }) => key === unit.value) ?? offered[0] ?? units[0];
    unit.replaceChildren(...offered.map(({ key, name }) => element("option", { value: key }, name)));
    if (chosen !== undefined) unit.value = chosen.key;
    const view = "view" in ranges ? ranges.view : undefined;
    const ranged =
      view !== undefined && view.figures.some((figure) => (figure.all ?? figure.money) !== undefined);
    deciding.update(state);
    body.replaceChildren(
      ...(chosen === undefined
        ? []
        : [
            part(
              "What a unit costs",
              element("p", { class: "choices" }, element("label", { for: "unit-cost" }, "Per "), unit),
              tableOf(unitCostTable(money, chosen.key, view), `By generation, per ${chosen.name}`),
              soft(
                `${allRestOn(money)}Whole run. The provider's cost is capital by its life, energy and upkeep; equity is in neither.${ranged ? " In brackets: p5 to p95 over draws of what it rests on." : ""}`,
              ),
            ),
          ]),
      deciding.node,
      part(
        "Who pays whom",
        tableOf(flowTable(money), "Payments by calendar year; * not a whole year of the run"),
        payerSentence(run),
      ),
      element(
        "div",
        { class: "money-columns wide" },
        ...commitmentPart(run),
        ...investmentPart(run),
        ...movesPart(run),
        ...energyPart(run),
      ),
    );
    closings.replaceChildren(
      ...closingLines(money).map((line) => element("span", {}, line, " ")),
      present(run),
    );
  };
  app.store.subscribe((state, before) => {
    if (state.run !== before.run || state.ranges !== before.ranges || state.status !== before.status)
      render(state);
  });
  render(app.store.get());
  drawWhenSeen(app, place);
}

const classOf: Readonly<Record<string, string>> = { "Who pays whom": "wide", "What a unit costs": "unit" };

const part = (title: string, ...nodes: readonly (Node | undefined)[]): HTMLElement =>
  element(
    "section",
    { class: ["money-part", ...(title in classOf ? [classOf[title]] : [])].join(" ") },
    element("h3", {}, title),
    ...nodes,
  );
const soft = (text: string): HTMLElement => element("p", { class: "soft" }, text);
const tableOf = (table: Table, caption: string): HTMLElement => rowsTable(table, caption);

/** The payer is no law of nature: where the sources do not agree, the scenario notes it. */
function payerSentence({ money, commitmentNote }: RunView): HTMLElement | undefined {
  if (money === undefined) return undefined;
  const { commitment } = money;
  const [payer, payee] = [commitment?.payer ?? money.customer, commitment?.payee ?? money.provider];
  const field = commitment === undefined ? "money.customer" : "money.commitment.payer";
  const sum = commitment === undefined ? "" : ` the ${formatUsd(commitment.totalUsd)}`;
  const note = commitment === undefined || commitmentNote === undefined ? "" : ` (${commitmentNote})`;
  return element(
    "p",
    { class: "soft" },
    `${partyName(money, payer)} pays ${partyName(money, payee)}${sum}${note}. Who pays is a field, `,
    element("code", {}, field),
    ": name another in ",
    button("the JSON", () => document.getElementById("json-button")?.click(), { class: "inline" }),
    ".",
  );
}

function commitmentPart(run: RunView): readonly HTMLElement[] {
  const commitment = run.money?.commitment;
  if (run.money === undefined || commitment === undefined) return [];
  return [
    part(
      "The commitment, year by year",
      tableOf(commitmentTable(run.money), `${formatUsd(commitment.totalUsd)} by year of its term`),
      soft(
        `${Math.round(100 * commitment.spentShare)} % of it counted by the end of the run${commitment.shortfallUsd > 0 ? `, and ${formatUsd(commitment.shortfallUsd, 2)} paid for nothing` : ""}.`,
      ),
    ),
  ];
}

function investmentPart(run: RunView): readonly HTMLElement[] {
  const { money } = run;
  if (money?.investment === undefined) return [];
  const { investor, investee } = money.investment;
  const said = circularitySentence(money);
  return [
    part(
      `What ${partyName(money, investor)} invests in ${partyName(money, investee)}`,
      tableOf(trancheTable(run), "Tranches and what unlocks them"),
      ...(said === undefined ? [] : [soft(said)]),
    ),
  ];
}

function movesPart(run: RunView): readonly HTMLElement[] {
  if (run.money === undefined || run.money.moves.length === 0) return [];
  return [part("Moves of load", tableOf(moveTable(run), "What moving costs, and the term that weighs most"))];
}

function energyPart(run: RunView): readonly HTMLElement[] {
  if (run.money === undefined || run.money.energy.length === 0) return [];
  return [
    part(
      "Energy, carbon and water",
      tableOf(energyTable(run), "By region, whole run, of our share of the sites"),
      soft(
        "Carbon is location-based: MWh times the mean of the region's grid, whatever was bought. A dash: not stated.",
      ),
    ),
  ];
}

function present({ money }: RunView): string {
  if (money === undefined) return "";
  const { customerPaysUsd, providerUsd, providerReturnPerYear } = money.presentValue;
  const figures = Math.min(2, figuresOf(money));
  const earns =
    providerUsd === undefined
      ? ""
      : `; ${partyName(money, money.provider)} keeps ${formatUsd(providerUsd, figures)}${providerReturnPerYear === undefined ? "" : `, a return of ${Math.round(100 * providerReturnPerYear)} % a year`}`;
  return `Value today at the scenario's discount rate: ${partyName(money, money.customer)} pays ${formatUsd(customerPaysUsd, figures)}${earns}.`;
}
