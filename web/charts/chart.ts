/**
 * The common shape of a chart: a pure `draw` on a canvas, the legend's rows at a moment (they are the
 * readout), and the same data as a table. The figure around it (charts know nothing of it) adds axes,
 * cursor, zoom and export.
 */
import type { ScaleTime } from "d3";
import type { Band, MoneyRanges } from "../api.ts";
import type { RunView } from "../view/run-view.ts";
import type { Palette } from "../theme.ts";

export interface Series {
  readonly view: RunView;
  readonly baseline?: RunView;
  /** `all` or a site's id. */
  readonly scope: string;
  /** Window shown, milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Id of the legend row the reader picked out. */
  readonly focus?: string;
  /** p10, p50 and p90 by month over draws of inputs, of the whole fleet and of sites. */
  readonly bands?: readonly Band[];
  /** Draws the bands are of, and how many are wanted. */
  readonly draws?: { readonly done: number; readonly wanted: number };
  /** How sure what is said about money is. */
  readonly ranges?: MoneyRanges;
  /** Show the run less the baseline instead of both. */
  readonly difference?: boolean;
  /** What the reader chose of a chart, by the id of the choice; absent: the first of its options. */
  readonly picks?: Picks;
}

export type Picks = Readonly<Record<string, string>>;

/** Something the reader may choose of a chart. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly name: string }[];
}

/** The option that was chosen, or the first where none was or the run has no such thing. */
export function picked({ id, options }: Choice, picks: Picks | undefined): string {
  const value = picks?.[id];
  return (options.find((option) => option.value === value) ?? options[0])?.value ?? "";
}

export interface Scales {
  readonly x: ScaleTime<number, number>;
  /** Pixels from the top. */
  readonly y: (value: number) => number;
  /** Values at which y is labelled. */
  readonly yTicks: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
}

export type Swatch = "area" | "hatch" | "hatch-left" | "line" | "dashed" | "dotted" | "mark";

export interface LegendRow {
  readonly id: string;
  readonly label: string;
  readonly token: string;
  readonly swatch: Swatch;
  /** Value at the cursor and its difference to the baseline, as text. */
  readonly value: string;
  readonly delta?: string;
  readonly note?: string;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface Chart {
  readonly id:
    | "power"
    | "fleet"
    | "utilisation"
    | "demand"
    | "latency"
    | "replicas"
    | "spend"
    | "campaigns"
    | "binds";
  readonly name: string;
  /** Name where there is little room; absent: the name. */
  readonly short?: string;
  /** False where a run has nothing of it: the chart is then not on the page. Absent: always. */
  readonly has?: (view: RunView) => boolean;
  /** It shows how sure what is said about money is. */
  readonly ranged?: boolean;
  readonly choices?: (view: RunView) => readonly Choice[];
  /** Unit of the y axis; empty for charts of rows. */
  readonly unit: (series: Series) => string;
  /** Upper end of y; undefined for charts of rows, which get `rowLabels` instead. */
  readonly top?: (series: Series) => number;
  /** A scale by factors; absent: a linear one. */
  readonly log?: (series: Series) => boolean;
  /** y is a share and is written as per cent. */
  readonly percent?: (series: Series) => boolean;
  /** Lower end of y; absent: 0. */
  readonly bottom?: (series: Series) => number;
  readonly rowLabels?: (series: Series) => readonly string[];
  /** Site that a row is about; a click on the row looks at it closely. */
  readonly siteOfRow?: (series: Series, row: number) => string | undefined;
  readonly height: (series: Series) => number;
  readonly draw: (ctx: CanvasRenderingContext2D, series: Series, scales: Scales) => void;
  readonly legend: (series: Series, time: number) => readonly LegendRow[];
  /** What of the preset is drawn as grey dashes under a changed run; absent: nothing. */
  readonly baseline?: string;
  /** Sentences under the legend about the moment; one a row. */
  readonly remarks?: (series: Series, time: number) => readonly string[];
  readonly table: (series: Series) => Table;
}

/** Height of a row in charts of rows. */
export const rowHeight = 36;
export const rowTop = (index: number): number => index * rowHeight;
