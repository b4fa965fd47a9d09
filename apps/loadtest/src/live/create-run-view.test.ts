import { TerminalStreams, VirtualTerminal } from "@chat/testing/terminal";
import { afterEach, expect, it, vi } from "vitest";
import { createRunView } from "./create-run-view.ts";
import { PlainView } from "./plain-view.ts";
import { TerminalView } from "./terminal-view.tsx";

afterEach(() => vi.unstubAllEnvs());

/** Creates an output that is like `process.stderr`, as far as a view looks. */
function createOutput(isTTY: boolean) {
  const { stdout } = new TerminalStreams(new VirtualTerminal());
  return Object.assign(stdout, { isTTY }) as unknown as NodeJS.WriteStream;
}

async function kindOf(isTTY: boolean, isQuiet = false) {
  const view = await createRunView({ title: "", isQuiet, output: createOutput(isTTY) });
  await view.end();
  return view instanceof TerminalView ? "drawn" : view instanceof PlainView ? "lines" : "nothing";
}

it("draws on a terminal", async () => {
  vi.stubEnv("TERM", "xterm");
  expect(await kindOf(true)).toBe("drawn");
});

it("writes lines elsewhere, and on a terminal that can't draw", async () => {
  expect(await kindOf(false)).toBe("lines");
  vi.stubEnv("TERM", "dumb");
  expect(await kindOf(true)).toBe("lines");
});

it("shows nothing when it is to be quiet", async () => {
  expect(await kindOf(true, true)).toBe("nothing");
});
