import { once } from "node:events";
import { expect, it } from "vitest";
import { TerminalStreams } from "./terminal-streams.ts";
import { VirtualTerminal } from "./virtual-terminal.ts";

it("looks like a terminal to a program in the same process", async () => {
  using terminal = new VirtualTerminal({ columns: 30, rows: 3 });
  const { stdout, stdin } = new TerminalStreams(terminal);
  expect(stdout).toMatchObject({ isTTY: true, columns: 30, rows: 3 });
  expect(stdin).toMatchObject({ isTTY: true, isRaw: false });

  await new Promise<void>((resolve) => stdout.write("one\ntwo", () => resolve()));
  expect(terminal.lines()).toEqual(["one", "two", ""]);

  stdin.setRawMode(true).unref().type("q");
  expect(stdin).toMatchObject({ isRaw: true, isReferenced: false });
  expect(String(stdin.read())).toBe("q");
});

it("tells the program of a new size", async () => {
  using terminal = new VirtualTerminal();
  const { stdout } = new TerminalStreams(terminal);
  const resized = once(stdout, "resize");
  terminal.resize(20, 5);
  await resized;
  expect(stdout).toMatchObject({ columns: 20, rows: 5 });
});

it("gives the terminal's answers to the program", async () => {
  using terminal = new VirtualTerminal();
  const { stdin } = new TerminalStreams(terminal);
  await terminal.write("\u001b[6n");
  expect(String(stdin.read())).toBe("\u001b[1;1R");
});
