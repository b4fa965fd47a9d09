import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findTerminalProblem, takesUtf8 } from "./terminal-kind.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-terminfo-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Adds a compiled entry to the database, as `tic` writes it. */
async function addEntry(name: string, canPlaceCursor: boolean, hasWideNumbers: boolean): Promise<void> {
  const names = Buffer.from(`${name}|of a test\0`);
  const [flags, numbers, strings] = [3, 2, 11];
  const header = Buffer.alloc(12);
  const magic = hasWideNumbers ? 0o1036 : 0o432;
  for (const [index, value] of [magic, names.length, flags, numbers, strings, 4].entries()) {
    header.writeUInt16LE(value, index * 2);
  }
  const padding = (names.length + flags) % 2;
  const offsets = Buffer.alloc(strings * 2, 0xff);
  if (canPlaceCursor) offsets.writeInt16LE(0, 20);
  const rest = [Buffer.alloc(flags + padding), Buffer.alloc(numbers * (hasWideNumbers ? 4 : 2)), offsets];
  await mkdir(join(folder, name.charAt(0)), { recursive: true });
  await writeFile(join(folder, name.charAt(0), name), Buffer.concat([header, names, ...rest, Buffer.from("cup\0")]));
}

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
  ])("%s can place the cursor, whatever the database knows", (TERM) => {
    expect(findTerminalProblem({ TERM }, "linux")).toBeNull();
  });

  it.each(["dumb", "unknown", "", "nobody-has-it", "../../etc/passwd", "xtermish"])("%j gets a sentence", (TERM) => {
    expect(findTerminalProblem({ TERM }, "linux")).toMatch(/^The .*\.$/);
  });

  it("is what the database says", async () => {
    for (const hasWideNumbers of [false, true]) {
      await addEntry("mine", true, hasWideNumbers);
      await addEntry("xterm-printer", false, hasWideNumbers);
      expect(findTerminalProblem({ TERM: "mine", TERMINFO: folder }, "linux")).toBeNull();
      expect(findTerminalProblem({ TERM: "xterm-printer", TERMINFO_DIRS: `:${folder}` }, "linux")).not.toBeNull();
    }
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
