import { differencesOutside, type TerminalSnapshot, type VirtualTerminalOptions } from "@chat/testing/terminal";
import { expect } from "vitest";
import type { CorpusText } from "../corpora/corpus-text.ts";
import { hostileTexts } from "../corpora/hostile-texts.ts";
import type { TextPlace } from "../text-places/text-place.ts";
import { RenderedChat } from "./rendered-chat.tsx";

/** Least number of texts that are tried in each place. */
const LEAST_TEXTS = 100;

/** One of so many texts is tried in a place that shows several at once, and in one where each needs a frame of its own. */
const [STEP, STEP_ALONE] = [3, 8];

const families = [...Map.groupBy(hostileTexts, ({ family }) => family).values()];

/** Returns texts of every family, others for each place: together the places see each text several times. */
export function someTexts(place: TextPlace, index: number): readonly CorpusText[] {
  const step = place.fits(["one", "other"]) ? STEP : STEP_ALONE;
  return families.flatMap((texts) => texts.filter((_, at) => (at + index) % Math.min(step, texts.length) === 0));
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
  for (const shown of frames(place, texts)) {
    const harm = await findHarm(chat, place, shown, harmlessScreens);
    if (harm.length === 0) continue;
    for (const { family, text } of shown) {
      await using alone = new RenderedChat({ ...place.screen, ...options });
      const ownHarm = await findHarm(alone, place, [{ family, text }], new Map());
      expect(ownHarm, `${family}: ${JSON.stringify(text)}\n${alone.terminal.text}`).toEqual([]);
    }
    expect(harm, `only together: ${JSON.stringify(shown)}\n${chat.terminal.text}`).toEqual([]);
  }
}

/** Splits texts by what is seen at once. Those of one length follow one another, so that many frames have the same harmless one. */
function* frames(place: TextPlace, texts: readonly CorpusText[]): Iterable<CorpusText[]> {
  let frame: CorpusText[] = [];
  for (const text of texts.toSorted((one, other) => one.text.length - other.text.length)) {
    if (frame.length > 0 && !place.fits([...frame, text].map((shown) => shown.text))) {
      yield frame;
      frame = [];
    }
    frame.push(text);
  }
  yield frame;
}

async function findHarm(
  chat: RenderedChat,
  place: TextPlace,
  shown: readonly CorpusText[],
  harmlessScreens: Map<string, TerminalSnapshot>,
): Promise<string[]> {
  const texts = shown.map(({ text }) => text);
  const harmless = texts.map(place.harmlessLike);
  const key = JSON.stringify(harmless);
  const before = harmlessScreens.get(key) ?? (await showIn(chat, place, harmless));
  harmlessScreens.set(key, before);
  const after = await showIn(chat, place, texts);
  return differencesOutside(before, after, ...place.ownCells(texts));
}

export async function showIn(
  chat: RenderedChat,
  place: TextPlace,
  texts: readonly string[],
): Promise<TerminalSnapshot> {
  await chat.show(...place.events(texts, chat.state));
  return await chat.snapshot();
}
