import { Rows as PaintedRows } from "@chat/terminal-rows";
import { type ComponentProps, createContext, type ReactNode, use } from "react";
import { PALETTES, type Palette, paintRow } from "../view/theme.ts";

/** The colours that the rows below are drawn in. */
export const PaletteContext = createContext<Palette>(PALETTES.dark);

/** Rows in the colours of the theme. */
export function Rows({ rows, ...rest }: ComponentProps<typeof PaintedRows>): ReactNode {
  const palette = use(PaletteContext);
  return <PaintedRows rows={rows.map((row) => paintRow(row, palette))} {...rest} />;
}
