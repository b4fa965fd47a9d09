import { Box, Text } from "ink";
import type { ReactNode } from "react";
import type { Row } from "./row.ts";

/** Rows of segments, each cut to the width already: Ink has nothing to measure or to wrap. */
export function LiveRows({ rows }: { rows: readonly Row[] }): ReactNode {
  return (
    <Box flexDirection="column">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is nothing but its place on the screen
        <RowText key={index} row={row} />
      ))}
    </Box>
  );
}

function RowText({ row }: { row: Row }): ReactNode {
  return (
    <Text wrap="truncate-end">
      {row.map(({ text, color, isBold = false, isDim = false }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a segment is nothing but its place in the row
        <Text key={index} bold={isBold} dimColor={isDim} {...(color === undefined ? {} : { color })}>
          {text}
        </Text>
      ))}
    </Text>
  );
}
