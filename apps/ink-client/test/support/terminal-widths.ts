import type { CharacterWidth, VirtualTerminalOptions } from "@chat/testing/terminal";
import { measureCluster } from "../../src/view/measured-cluster.ts";

/** A terminal that believes this of everything whose width is in doubt. */
function believing(doubtfulCells: 0 | 1 | 2): CharacterWidth {
  return (codePoint) => {
    const { cells, isDoubtful } = measureCluster(String.fromCodePoint(codePoint));
    return isDoubtful ? doubtfulCells : cells === 2 ? 2 : 1;
  };
}

/** Terminals that disagree with one another about what characters take. */
export const TERMINALS: readonly (readonly [name: string, options: VirtualTerminalOptions])[] = [
  ["has the widths of Unicode 6", {}],
  ["draws what is in doubt without width", { characterWidth: believing(0) }],
  ["draws what is in doubt narrow", { characterWidth: believing(1) }],
  ["draws what is in doubt wide", { characterWidth: believing(2) }],
];
