import { isDeepStrictEqual } from "node:util";
import { Box, Text } from "ink";
import { memo, type ReactNode } from "react";
import { type Link, type Row, rowText } from "./row.ts";

/** The rows, and the size of their box in cells; by default it is as large as they are. */
interface RowsProps {
  readonly rows: readonly Row[];
  readonly size?: { readonly width: number; readonly height: number };
}

/** Rows of segments, each cut to the width already: Ink has nothing to measure or to wrap. */
export function Rows({ rows, size }: RowsProps): ReactNode {
  return (
    <Box flexDirection="column" flexShrink={0} {...size}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is nothing but its place on the screen
        <RowText key={index} row={row} />
      ))}
    </Box>
  );
}

/** A row that looks as before is not drawn again: React, Ink and its layout would all look through it. */
const RowText = memo(drawRow, isDeepStrictEqual);

function drawRow({ row }: { row: Row }): ReactNode {
  return (
    <Text wrap="truncate-end">
      {row.map(({ text, link, color, isBold = false, isDim = false, isInverse = false }, index) => (
        <Text
          // biome-ignore lint/suspicious/noArrayIndexKey: a segment is nothing but its place in the row
          key={index}
          bold={isBold}
          dimColor={isDim}
          inverse={isInverse}
          {...(color === undefined ? {} : { color })}
        >
          {link ? writeLink(text, link) : text}
        </Text>
      ))}
      {/* Ink leaves a row without a text out, and all below it would move up. */}
      {rowText(row) === "" ? " " : ""}
    </Text>
  );
}

/** By OSC 8. A terminal that does not know it shows the text alone. */
function writeLink(text: string, { address, id }: Link): string {
  return `\u001b]8;id=${id};${address}\u0007${text}\u001b]8;;\u0007`;
}
