import { type CellArea, differencesOutside, type TerminalSnapshot, VirtualTerminal } from "@chat/testing/terminal";
import { describe, expect, it } from "vitest";
import { createChatState } from "../src/state/chat-state.ts";
import { addLines, personConversation } from "../src/state/conversation.ts";
import type { LineKind } from "../src/state/log-line.ts";
import { writeLogText } from "../src/view/log-text.ts";
import { writeSpokenLine } from "../src/view/spoken-line.ts";
import { writeSpokenMenu } from "../src/view/spoken-menu.ts";
import { SpokenNews } from "../src/view/spoken-news.ts";
import { hostileTexts } from "./corpora/hostile-texts.ts";
import { expectNoHarm, showIn, someTexts } from "./support/hostile-place.ts";
import { createLine } from "./support/lines.ts";
import { RenderedChat } from "./support/rendered-chat.tsx";
import { inputPlaces } from "./text-places/input-places.ts";
import { logPlaces } from "./text-places/log-places.ts";
import { namePlaces } from "./text-places/name-places.ts";

const LINE_KINDS: readonly LineKind[] = ["message", "own", "server", "notice", "problem"];

const otherPlaces = [...namePlaces, ...inputPlaces];

function readArea(cells: TerminalSnapshot["cells"], { row, column, rows, columns }: CellArea): string {
  const seen = cells.slice(row, row + rows).flatMap((line) => line.slice(column, column + columns));
  return seen.map(({ characters }) => characters).join("");
}

describe("a hostile text", () => {
  // Most of the time goes by in waiting for the terminal.
  it.concurrent.each(otherPlaces.map((place, index) => ({ place, index: logPlaces.length - 1 + index })))(
    "changes nothing but its own cells as $place.name",
    async ({ place, index }) => {
      await expectNoHarm(place, someTexts(place, index));
    },
  );

  it.each([...logPlaces, ...otherPlaces].map((place) => ({ place })))("is seen as $place.name", async ({ place }) => {
    await using chat = new RenderedChat(place.screen);
    const { cells } = await showIn(chat, place, ["harm"]);
    const own = place.ownCells(["harm"]).map((area) => readArea(cells, area));
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

it("keeps what is read to a user within its row", () => {
  for (const { text } of hostileTexts) {
    const failed = { kind: "failed", reason: text } as const;
    const person = addLines(personConversation(text), [createLine(text, { kind: "own", delivery: failed })], true);
    const menu = { items: [{ label: text, hint: text, isServer: true }], selected: -1 };
    const state = createChatState({ host: "127.0.0.1", port: 1, name: "Ada" }, { columns: 80, rows: 24 });
    const news = new SpokenNews().take({ ...state, conversations: [person] });
    for (const words of [...news, writeSpokenMenu(menu)]) {
      expect(words).toMatch(/^[^\p{Cc}\u2028\u2029]*$/u);
    }
  }
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
