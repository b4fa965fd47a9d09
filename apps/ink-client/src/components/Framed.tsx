import { Box, type BoxProps } from "ink";
import { type ReactNode, use } from "react";
import { PaletteContext } from "./Rows.tsx";

const NO_LINES = { borderTop: false, borderBottom: false, borderLeft: false, borderRight: false } as const;

/** The lines of a frame, and the blanks beside them. */
const SIDES = {
  all: { paddingX: 1 },
  top: { ...NO_LINES, borderTop: true },
  left: { ...NO_LINES, borderLeft: true, marginLeft: 1, paddingLeft: 1 },
  right: { ...NO_LINES, borderRight: true, marginRight: 1, paddingRight: 1 },
} as const;

interface FramedProps extends Pick<BoxProps, "height" | "width"> {
  readonly children: ReactNode;
  /** `none` leaves the frame out, where the screen is too small for it. */
  readonly sides?: keyof typeof SIDES | "none";
  /** True for a field that the user types into, among others: its frame has the accent. */
  readonly isCurrent?: boolean;
}

/** A box with a frame in the colours of the theme. */
export function Framed({ sides = "all", isCurrent = false, ...rest }: FramedProps): ReactNode {
  const { colors, hasDim } = use(PaletteContext);
  if (sides === "none") return <Box flexShrink={0} {...rest} />;
  const color = isCurrent && colors.cyan !== undefined ? { borderColor: `ansi256(${colors.cyan})` } : {};
  const look = { borderStyle: "round", borderDimColor: hasDim && !isCurrent, ...color } as const;
  return <Box flexShrink={0} {...look} {...SIDES[sides]} {...rest} />;
}
