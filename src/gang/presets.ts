/** The gangs that come with the program. They stand apart from the catalogue: the page does not load them. */
import airesimA from "../../models/gangs/airesim-a.json" with { type: "json" };
import airesimB from "../../models/gangs/airesim-b.json" with { type: "json" };
import airesimTable1 from "../../models/gangs/airesim-table1.json" with { type: "json" };

/** The files of models/gangs/ by id. */
export const gangFiles: Readonly<Record<string, unknown>> = {
  "airesim-a": airesimA,
  "airesim-b": airesimB,
  "airesim-table1": airesimTable1,
};

/** The file of a preset as it is written, or undefined. */
export function gangFile(id: string): unknown {
  return Object.hasOwn(gangFiles, id) ? gangFiles[id] : undefined;
}
