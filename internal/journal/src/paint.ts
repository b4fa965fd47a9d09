const RESET = "\u001b[0m";

export const RED = "\u001b[31m";
export const FAINT = "\u001b[2m";

/** Colours a text for a terminal; with the colour `""`, or without colours, it stays as it is. */
export function paint(text: string, color: string, hasColors: boolean): string {
  return hasColors && color !== "" ? `${color}${text}${RESET}` : text;
}
