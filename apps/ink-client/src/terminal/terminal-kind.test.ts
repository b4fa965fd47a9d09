import { describe, expect, it } from "vitest";
import { findTerminalProblem, takesUtf8 } from "./terminal-kind.ts";

describe("the kind of terminal", () => {
  it.each([
    "xterm-256color",
    "tmux-256color",
    "xterm-kitty",
    "xterm-ghostty",
    "linux",
    "alacritty",
    "vt220",
    "foot-extra",
    "nobody-has-it",
  ])("%s can place the cursor", (TERM) => {
    expect(findTerminalProblem({ TERM }, "linux")).toBeNull();
  });

  it.each(["dumb", "unknown", "", "dumb-emacs-ansi", "printer"])("%j gets a sentence", (TERM) => {
    expect(findTerminalProblem({ TERM }, "linux")).toMatch(/^The .*\.$/);
  });

  it("need not be known on Windows", () => {
    expect(findTerminalProblem({}, "win32")).toBeNull();
  });
});

it.each([
  [{}, true],
  [{ LANG: "C" }, false],
  [{ LANG: "de_DE.UTF-8", LC_ALL: "POSIX" }, false],
  [{ LANG: "C", LC_CTYPE: "en_US.utf8" }, true],
  [{ LANG: "de_DE@euro" }, false],
  [{ LC_ALL: "", LANG: "C.UTF-8" }, true],
])("takes the locale %j for UTF-8: %s", (environment, isUtf8) => {
  expect(takesUtf8(environment, "linux")).toBe(isUtf8);
});
