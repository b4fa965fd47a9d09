/** Most dice in one roll: the answer stays short enough to read. */
const MAX_DICE = 100;

/** Most sides of a die. */
const MAX_SIDES = 1_000;

/**
 * Rolls what a text asks for, and returns the answer in words.
 *
 * @param text the notation of role-playing games: `2d6` is two dice of six sides, `d20` one of twenty
 * @param random returns a number from 0 to just below 1, as `Math.random` does
 */
export function roll(text: string, random: () => number = Math.random): string {
  const match = /^(\d{0,9})d(\d{1,9})$/i.exec(text.trim());
  if (!match) return 'Write how many dice to roll and how many sides they have, such as "2d6" or "d20".';
  const diceCount = Number(match[1] || 1);
  const sideCount = Number(match[2]);
  if (diceCount < 1 || diceCount > MAX_DICE) return `I roll 1 to ${MAX_DICE} dice at a time, not ${diceCount}.`;
  if (sideCount < 2 || sideCount > MAX_SIDES) return `My dice have 2 to ${MAX_SIDES} sides, not ${sideCount}.`;

  const rolled = Array.from({ length: diceCount }, () => 1 + Math.floor(random() * sideCount));
  const total = rolled.reduce((sum, points) => sum + points);
  const sum = diceCount > 1 ? `${rolled.join(" + ")} = ${total}` : `${total}`;
  return `${diceCount}d${sideCount}: ${sum}`;
}
