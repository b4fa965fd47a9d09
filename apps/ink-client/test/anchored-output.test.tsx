import { readFileSync } from "node:fs";
import { displayText } from "@chat/protocol";
import { TerminalStreams, VirtualTerminal, type VirtualTerminalOptions } from "@chat/testing/terminal";
import { Box, render, Text } from "ink";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { AnchoredOutput } from "../src/terminal/anchored-output.ts";
import { cutToCells } from "../src/view/cells.ts";
import { drawnCluster } from "../src/view/drawn-cluster.ts";
import { hostileTexts } from "./corpora/hostile-texts.ts";
import { wideTexts } from "./corpora/wide-texts.ts";
import { TERMINALS } from "./support/terminal-widths.ts";

const COLUMNS = 60;
const ROWS = 8;
const TEXT_CELLS = 40;
const FRAMES = 20;

/** As the rows of the log write it. */
const LINK = "\u001b]8;id=1-0-0;https://a.example/\u0007";
const LINK_END = "\u001b]8;;\u0007";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

const texts = [...wideTexts, ...hostileTexts].map(({ text }) => {
  const shown = displayText(text).slice(0, 500).toWellFormed();
  return Array.from(segmenter.segment(shown), ({ segment }) => drawnCluster(segment)).join("");
});

/** Numbers that look like chance and are the same in every run. */
function createChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface FrameRow {
  readonly text: string;
  readonly isInverse: boolean;
  /** The text is a link. */
  readonly isLink: boolean;
}

/** Rows of which some stay, some change from somewhere in the middle, and some are new. */
function makeFrames(seed: number): FrameRow[][] {
  const chance = createChance(seed);
  const pick = () => texts[chance(texts.length)] ?? "";
  const frames: FrameRow[][] = [];
  let rows: FrameRow[] = Array.from({ length: ROWS }, () => ({ text: pick(), isInverse: false, isLink: false }));
  for (let frame = 0; frame < FRAMES; frame++) {
    frames.push(rows);
    rows = rows.map((row) => {
      const change = chance(4);
      if (change === 0) return { text: pick(), isInverse: chance(3) === 0, isLink: chance(3) === 0 };
      if (change === 1) return { ...row, text: row.text.slice(0, chance(row.text.length + 1)).toWellFormed() + pick() };
      return row;
    });
  }
  return frames;
}

function Frame({ rows }: { rows: readonly FrameRow[] }): ReactNode {
  return (
    <Box flexDirection="column" width={COLUMNS} height={ROWS}>
      {rows.map(({ text, isInverse, isLink }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is nothing but its place on the screen
        <Box key={index} height={1}>
          <Box width={TEXT_CELLS}>
            <Text inverse={isInverse} wrap="truncate-end">
              {isLink ? `${LINK}${cutToCells(text, TEXT_CELLS)}${LINK_END}` : cutToCells(text, TEXT_CELLS)}
            </Text>
          </Box>
          <Text>| right {index}</Text>
        </Box>
      ))}
    </Box>
  );
}

async function startInk(options: VirtualTerminalOptions) {
  const terminal = new VirtualTerminal({ columns: COLUMNS, rows: ROWS, ...options });
  const { stdout, stdin } = new TerminalStreams(terminal);
  const output = new AnchoredOutput(stdout);
  output.start();
  const ink = render(null, {
    stdout: output,
    stdin,
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
    patchConsole: false,
  });
  return {
    terminal,
    async draw(rows: readonly FrameRow[]) {
      ink.rerender(<Frame rows={rows} />);
      await ink.waitUntilRenderFlush();
      await terminal.parsed();
    },
    [Symbol.dispose]() {
      ink.unmount();
      output.stop();
    },
  };
}

/** Returns the visible rows: a cell that was never written looks like a blank. */
function look(terminal: VirtualTerminal): string[] {
  return Array.from({ length: ROWS }, (_, row) =>
    terminal
      .cells(row)
      .map(({ characters, isInverse }) => `${isInverse ? "~" : ""}${characters === "" ? " " : characters}`)
      .join("|"),
  );
}

describe.each(TERMINALS)("Ink through AnchoredOutput, on a terminal that %s", (_name, options) => {
  it("shows after many partial updates what it would show if it drew everything anew", async () => {
    using partial = await startInk(options);
    for (const rows of makeFrames(1)) {
      await partial.draw(rows);
      using whole = await startInk(options);
      await whole.draw(rows);
      expect(look(partial.terminal)).toEqual(look(whole.terminal));
      for (const row of rows.keys()) {
        const right = partial.terminal.cells(row).slice(TEXT_CELLS, TEXT_CELLS + 9);
        expect(right.map(({ characters }) => characters).join(""), rows[row]?.text).toBe(`| right ${row}`);
      }
    }
  });
});

it("covers the only version of Ink that the package takes, since others may write other bytes", () => {
  const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
  expect(read("../package.json").dependencies.ink).toBe(read("../node_modules/ink/package.json").version);
});
