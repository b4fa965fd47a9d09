/** Kinds of terminals that can't place the cursor: printers, and shells inside of other programs. All others can. */
const INCAPABLE = /^(?:dumb|unknown|emacs|network|dialup|plugboard|lpr|printer|teletype|tty\d*)(?:$|[-+.])/i;

/**
 * Returns why the chat can't be drawn on a terminal, as a sentence; `null` when it can.
 *
 * @param environment the variables of the process: `TERM` is the kind of terminal
 */
export function findTerminalProblem(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const { TERM: name = "" } = environment;
  // Windows has no such variable, and its consoles can do all that is needed.
  if (name === "" && platform === "win32") return null;
  if (name === "") return "The variable TERM is not set: the kind of terminal is unknown.";
  return INCAPABLE.test(name) ? `The terminal "${name}" can't place the cursor.` : null;
}

/** Returns whether the terminal takes UTF-8: it does, unless the locale says otherwise. */
export function takesUtf8(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): boolean {
  if (platform === "win32") return true;
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || "";
  return locale === "" || /utf-?8/i.test(locale);
}
