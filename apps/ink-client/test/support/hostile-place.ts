import { differencesOutside, type TerminalSnapshot, type VirtualTerminalOptions } from "@chat/testing/terminal";
import { expect } from "vitest";
import type { CorpusText } from "../corpora/corpus-text.ts";
import { hostileTexts } from "../corpora/hostile-texts.ts";
import type { TextPlace } from "../text-places/text-place.ts";
import { RenderedChat } from "./rendered-chat.tsx";

/** Least number of texts that are tried in each place. */
const LEAST_TEXTS = 500;

/** Returns five of nine texts, others for each place: together the places see each text many times. */
export function someTexts(place: number): readonly CorpusText[] {
  return hostileTexts.filter((_, index) => (index + 4 * place) % 9 < 5);
}

/** Shows each text in a place, and expects all but its own cells to look as they do with a harmless text of its size. */
export async function expectNoHarm(
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

export async function showIn(chat: RenderedChat, place: TextPlace, text: string): Promise<TerminalSnapshot> {
  await chat.show(...place.events(text, chat.state));
  return await chat.snapshot();
}
