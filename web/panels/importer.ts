/**
 * Files from outside: dropped anywhere on the page or picked. The page shows where they fall; a table of phases
 * that does not name its site makes it ask.
 */
import type { App, AskSite } from "../app.ts";
import { button, element } from "../dom.ts";

export interface Importer {
  readonly nodes: readonly HTMLElement[];
  readonly choose: () => void;
}

export function importer(app: App): Importer {
  const input = element("input", {
    type: "file",
    id: "import-files",
    multiple: true,
    hidden: true,
    accept: ".json,.csv,application/json,text/csv",
    "aria-label": "Files to import",
    onchange: () => {
      const files = [...(input.files ?? [])];
      // The same file may be picked again once it was mended.
      input.value = "";
      take(files);
    },
  });
  const target = element(
    "div",
    { class: "drop-target", popover: "manual", id: "drop-target" },
    element("p", {}, element("b", {}, "Drop to import")),
    element(
      "p",
      {},
      "a scenario as JSON, or tables as CSV: actuals, phases, deliveries, demand; or a log of jobs",
    ),
  );
  const dialog = siteDialog();
  const take = (files: readonly File[]): void => {
    if (files.length > 0) void app.bringIn(files, dialog.ask);
  };
  watchDrops(target, take);
  return { nodes: [input, target, dialog.node], choose: () => input.click() };
}

function watchDrops(target: HTMLElement, take: (files: readonly File[]) => void): void {
  const show = (shown: boolean): void => {
    // In the top layer, above a dialog that may be open.
    if (shown !== target.matches(":popover-open")) target.togglePopover(shown);
  };
  const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;
  document.addEventListener("dragenter", (event) => {
    if (holdsFiles(event)) show(true);
  });
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy";
  });
  document.addEventListener("dragleave", (event) => {
    // Leaving for another part of the page is not leaving.
    if (event.relatedTarget === null) show(false);
  });
  document.addEventListener("drop", (event) => {
    show(false);
    if (!holdsFiles(event)) return;
    event.preventDefault();
    take([...(event.dataTransfer?.files ?? [])]);
  });
}

/** Asks for the site of a table of phases; undefined when the reader would rather not. */
function siteDialog(): { readonly node: HTMLDialogElement; readonly ask: AskSite } {
  const question = element("h2", { id: "which-site-title" });
  const sites = element("select", { "aria-labelledby": "which-site-title" });
  const node = element(
    "dialog",
    { id: "which-site", "aria-labelledby": "which-site-title" },
    question,
    element("p", {}, "A file that is called as its site, such as new-carlisle.csv, is not asked about."),
    element(
      "div",
      { class: "buttons" },
      sites,
      button("Import", () => node.close(sites.value), { class: "primary" }),
      button("Leave it", () => node.close("")),
    ),
  );
  return {
    node,
    ask: async (file, choices) => {
      question.textContent = `Which site are the phases in ${file} for?`;
      sites.replaceChildren(...choices.map(({ id, name }) => element("option", { value: id }, name)));
      node.returnValue = "";
      node.showModal();
      await new Promise((resolve) => node.addEventListener("close", resolve, { once: true }));
      return node.returnValue === "" ? undefined : node.returnValue;
    },
  };
}
