import { displayText } from "@chat/protocol";
import type { PromptMenu } from "../input/prompt.ts";

/** The number of choices that are read: more would take longer than to type on. */
const MAX_CHOICES = 8;

/** Writes the menu at the prompt for a screen reader: the chosen one and its place, or the first choices. */
export function writeSpokenMenu({ items, selected }: PromptMenu): string {
  const chosen = items[selected];
  if (chosen) return `${displayText(chosen.label)}, ${selected + 1} of ${items.length}`;
  const labels = items.slice(0, MAX_CHOICES).map(({ label }) => displayText(label));
  const more = items.length - labels.length;
  const end = more > 0 ? ` and ${more} more` : "";
  return `${items.length === 1 ? "1 choice" : `${items.length} choices`}: ${labels.join(", ")}${end}`;
}
