/**
 * The environment of a program in a terminal of the tests: nothing of the tests' own, since a program behaves differently in
 * CI, without colours, or below another program.
 */
export function terminalEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    LANG: "C.UTF-8",
    TERM: "xterm-256color",
    COLORTERM: "truecolor",
    ...more,
  };
}
