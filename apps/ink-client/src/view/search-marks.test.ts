import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import { hostileTexts } from "../../test/corpora/hostile-texts.ts";
import { wideTexts } from "../../test/corpora/wide-texts.ts";
import { createLine } from "../../test/support/lines.ts";
import { foldText } from "../input/folded-text.ts";
import { countCells, splitClusters } from "./cells.ts";
import { layOutLine } from "./line-rows.ts";
import { layOutLogColumns } from "./log-columns.ts";
import { markHits } from "./search-marks.ts";

const columns = layOutLogColumns(60);

it("changes the look of a row, and neither its text nor its cells", () => {
  for (const { text } of [...hostileTexts, ...wideTexts]) {
    const rows = layOutLine(createLine(text), columns);
    for (const { text: wanted } of splitClusters(rowText(rows[0] ?? [])).slice(-3)) {
      if (foldText(wanted).trim() === "") continue;
      const marked = markHits(rows, wanted, false);
      expect(marked.map(rowText)).toEqual(rows.map(rowText));
      expect(marked.flat().some(({ isInverse }) => isInverse)).toBe(true);
      const cells = marked.map((row) => row.reduce((sum, segment) => sum + countCells(segment.text), 0));
      expect(cells).toEqual(rows.map((row) => row.reduce((sum, segment) => sum + countCells(segment.text), 0)));
    }
  }
});
