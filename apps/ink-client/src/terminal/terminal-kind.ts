import { canPlaceCursor } from "./terminfo.ts";

/** Families of terminals that can place the cursor, also where the system's database does not know them. */
const CAPABLE =
  /^(?:xterm|screen|tmux|rxvt|linux|vt[1-5]\d\d|ansi|alacritty|kitty|foot|wezterm|ghostty|konsole|gnome|vte|putty|st|stterm|contour|iterm2?|eterm|mlterm|cygwin|mintty|ms-terminal|nsterm|teraterm|cons25|fbterm|hurd|pcansi|sun|wsvt25|xfce|zellij)(?:$|[^a-z])/i;

/**
 * Returns why the chat can't be drawn on a terminal, as a sentence; `null` when it can.
 *
 * @param environment the variables of the process: `TERM` is the kind of terminal
 */
export function findTerminalProblem(environment: NodeJS.ProcessEnv, platform = process.platform): string | null {
  const { TERM: name = "" } = environment;
  // Windows has no such variable, and its consoles can do all that is needed.
  if (name === "" && platform === "win32") return null;
  if (name === "") return "The variable TERM is not set: the kind of terminal is unknown.";
  if (canPlaceCursor(name, environment) ?? CAPABLE.test(name)) return null;
  return `The terminal "${name}" can't place the cursor, or is unknown here.`;
}

/** Returns whether the terminal takes UTF-8: it does, unless the locale says otherwise. */
export function takesUtf8(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === "win32") return true;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || "";
  return locale === "" || /utf-?8/i.test(locale);
}
