import {
  type CellArea,
  differencesOutside,
  type TerminalSnapshot,
  VirtualTerminal,
  type VirtualTerminalOptions,
} from "@chat/testing/terminal";
import { describe, expect, it } from "vitest";
import { personConversation } from "../src/state/conversation.ts";
import type { LineKind } from "../src/state/log-line.ts";
import { writeLogText } from "../src/view/log-text.ts";
import { writeSpokenLine } from "../src/view/spoken-line.ts";
import type { CorpusText } from "./corpora/corpus-text.ts";
import { hostileTexts } from "./corpora/hostile-texts.ts";
import { createLine } from "./support/lines.ts";
import { RenderedChat } from "./support/rendered-chat.tsx";
import { TERMINALS } from "./support/terminal-widths.ts";
import { inputPlaces } from "./text-places/input-places.ts";
import { logPlaces } from "./text-places/log-places.ts";
import { namePlaces } from "./text-places/name-places.ts";
import type { TextPlace } from "./text-places/text-place.ts";

const LINE_KINDS: readonly LineKind[] = ["message", "own", "server", "notice", "problem"];

const [message, ...otherLogPlaces] = logPlaces;
if (!message) throw new Error("There is no place for a message.");

const otherPlaces = [...otherLogPlaces, ...namePlaces, ...inputPlaces];

/** Least number of texts that are tried in each place. */
const LEAST_TEXTS = 500;

/** Gives five of nine texts, others for each place: together the places see each text many times. */
function someTexts(place: number): readonly CorpusText[] {
  return hostileTexts.filter((_, index) => (index + 4 * place) % 9 < 5);
}

/** Shows each text in a place, and expects all but its own cells to look as they do with a harmless text of its size. */
async function expectNoHarm(
  place: TextPlace,
  texts: readonly CorpusText[],
  options: VirtualTerminalOptions = {},
): Promise<void> {
  expect(texts.length).toBeGreaterThanOrEqual(LEAST_TEXTS);
  await using chat = new RenderedChat({ ...place.screen, ...options });
  const harmlessScreens = new Map<string, TerminalSnapshot>();
  for (const { family, text } of texts) {
    const harmless = place.harmlessLike(text);
    const before = harmlessScreens.get(harmless) ?? (await showIn(chat, place, harmless));
    harmlessScreens.set(harmless, before);
    const after = await showIn(chat, place, text);
    const differences = differencesOutside(before, after, ...place.ownCells(text));
    expect(differences, `${family}: ${JSON.stringify(text)}\n${chat.terminal.text}`).toEqual([]);
  }
}

async function showIn(chat: RenderedChat, place: TextPlace, text: string): Promise<TerminalSnapshot> {
  await chat.show(...place.events(text, chat.state));
  return await chat.snapshot();
}

function readArea(cells: TerminalSnapshot["cells"], { row, column, rows, columns }: CellArea): string {
  const seen = cells.slice(row, row + rows).flatMap((line) => line.slice(column, column + columns));
  return seen.map(({ characters }) => characters).join("");
}

describe("a hostile text", { timeout: 120_000 }, () => {
  // Most of the time goes by in waiting for the terminal.
  it.concurrent("changes nothing but its own cells as a message", async () => {
    await expectNoHarm(message, hostileTexts);
  });

  it.concurrent.each(otherPlaces.map((place, index) => ({ place, index })))(
    "changes nothing but its own cells as $place.name",
    async ({ place, index }) => {
      await expectNoHarm(place, someTexts(index));
    },
  );

  it.concurrent.each(TERMINALS.slice(1).map(([name, options], index) => ({ name, options, index })))(
    "changes nothing but its own cells on a terminal that $name",
    async ({ options, index }) => {
      await expectNoHarm(message, someTexts(index), options);
    },
  );

  it.each([message, ...otherPlaces].map((place) => ({ place })))("is seen as $place.name", async ({ place }) => {
    await using chat = new RenderedChat(place.screen);
    const { cells } = await showIn(chat, place, "harm");
    const own = place.ownCells("harm").map((area) => readArea(cells, area));
    expect(own.join("\n")).toContain("har");
  });

  it("stays one line in a file", () => {
    const texts = hostileTexts.map(({ text }) => writeLogText([createLine(text, { from: text })]));
    for (const text of texts) expect(text).toMatch(/^[^\p{Cc}\u2028\u2029]+\n$/u);
  });

  it.each(LINE_KINDS)("stays one line for a screen reader, in a line of the kind %s", (kind) => {
    for (const { text } of hostileTexts) {
      const spoken = writeSpokenLine(createLine(text, { kind, from: text }), personConversation(text));
      expect(spoken).toMatch(/^[^\p{Cc}\u2028\u2029]*$/u);
    }
  });
});

describe("the judge", () => {
  const OWN_CELLS = { row: 1, column: 7, rows: 1, columns: 33 };

  /** Draws as a client does that takes no care. */
  async function drawCarelessly(text: string): Promise<TerminalSnapshot> {
    using terminal = new VirtualTerminal({ columns: 40, rows: 4 });
    const rows = ["Cleo │ above", `Bob  │ ${text}`, "Cleo │ below", "> "];
    await terminal.write(`\u001b[?7l${rows.map((row, index) => `\u001b[${index + 1}H${row}`).join("")}`);
    return await terminal.snapshot();
  }

  it("finds the harm of texts that are shown as they are", async () => {
    const before = await drawCarelessly("harmless");
    const harmless: string[] = [];
    for (const { family, text } of hostileTexts) {
      const differences = differencesOutside(before, await drawCarelessly(text), OWN_CELLS);
      if (differences.length === 0) harmless.push(family);
    }
    expect(hostileTexts.length - harmless.length).toBeGreaterThan(400);
    // These fool people, but no terminal.
    expect(harmless).toEqual(expect.arrayContaining(["escapes that were escaped", "what is not seen"]));
    for (const family of ["hyperlinks", "many kinds in one", "shape of the cursor", "operations on the window"]) {
      expect(harmless).not.toContain(family);
    }
  });
});
