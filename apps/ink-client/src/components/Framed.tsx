import { Box, type BoxProps } from "ink";
import { type ReactNode, use } from "react";
import { PaletteContext } from "./Rows.tsx";

interface FramedProps extends Pick<BoxProps, "height" | "width"> {
  readonly children: ReactNode;
  /** `top` is a line above; `none` leaves the frame out, where the screen is too small for it. */
  readonly sides?: "all" | "top" | "none";
  /** True for a field that the user types into, among others: its frame has the accent. */
  readonly isCurrent?: boolean;
}

/** A box with a frame in the colours of the theme. */
export function Framed({ sides = "all", isCurrent = false, ...rest }: FramedProps): ReactNode {
  const { colors, hasDim } = use(PaletteContext);
  if (sides === "none") return <Box flexShrink={0} {...rest} />;
  const color = isCurrent && colors.cyan !== undefined ? { borderColor: `ansi256(${colors.cyan})` } : {};
  const only = sides === "top" ? { borderBottom: false, borderLeft: false, borderRight: false } : { paddingX: 1 };
  return (
    <Box borderStyle="round" borderDimColor={hasDim && !isCurrent} flexShrink={0} {...color} {...only} {...rest} />
  );
}
