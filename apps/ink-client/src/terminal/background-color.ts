/** Asks for the colour of the background (OSC 11). A terminal that does not know the question says nothing. */
export const BACKGROUND_QUERY = "\u001b]11;?\u001b\\";

/** The answer, behind an introducer of OSC. The numbers are hexadecimal, with one to four digits. */
const ANSWER = /^[^X]{1,2}11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i;

/** The relative luminance at which black and white text can be read equally well, and the contrast is 4.6:1. */
const MIDDLE_LUMINANCE = 0.179;

/** Reads a string that a terminal has sent; `null` when it does not answer the question. */
export function readBackground(bytes: string): "dark" | "light" | null {
  const [, ...parts] = ANSWER.exec(bytes) ?? [];
  const [red, green, blue] = parts.map((part) => toLinear(Number.parseInt(part, 16) / (16 ** part.length - 1)));
  if (red === undefined || green === undefined || blue === undefined) return null;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > MIDDLE_LUMINANCE ? "light" : "dark";
}

/** Undoes the gamma of sRGB. */
function toLinear(level: number): number {
  return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
}
