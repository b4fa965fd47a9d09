/** What every help text ends with. */
export const CLOSING_LINES: readonly string[] = [
  "Each option is an environment variable too: --fail-if is CHAT_FAIL_IF. A flag wins.",
  "Ctrl-C ends the run, with a report of what was seen; a second one ends it at once.",
  "Exit codes: 0 passed, 97 the tester was the limit, 98 messages lost or connections dropped,",
  "99 a --fail-if came true (the first that applies, in this order), 2 wrong usage, 1 there was no run.",
];
