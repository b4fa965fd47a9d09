import { PtyProcess } from "@chat/testing/terminal";
import { beforeAll, expect, it, vi } from "vitest";
import { buildCommand } from "./support/built-command.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

let command: string;
beforeAll(async () => {
  command = await buildCommand();
});

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): PtyProcess {
  return PtyProcess.start(process.execPath, [command, ...args], { columns: 100, rows: 60, env, keepsOutput: true });
}

it("shows a run while it goes on, and its result below", async () => {
  await using run = start(["stress", "--bots", "10", "--duration", "2s"]);
  await run.waitForScreen(/Clients +10 of 10 .*\n.*sent\/s/);
  await run.waitForScreen(/Last minute .*[▁▂▃▄▅▆▇█]/);
  const screen = await run.waitForScreen("PASSED");
  expect(await run.exited).toBe(0);
  // One frame, the last one, stays above the result.
  expect(screen.match(/^Clients +10 of 10/gm)).toHaveLength(1);
  expect(screen.indexOf("Last minute")).toBeLessThan(screen.indexOf("PASSED"));
  expect(screen).not.toContain("Ctrl-C ends the run");
  expect(run.terminal.activeBuffer).toBe("normal");
  expect(run.terminal.cursor.isVisible).toBe(true);
});

it("ends on Ctrl-C with the report of what was seen", async () => {
  await using run = start(["stress", "--bots", "10", "--duration", "1h"]);
  await run.waitForScreen(/Clients +10 of 10/);
  await run.waitForScreen(/[1-9]\d* sent\/s/);
  // The terminal sends it to every process of the command, the server's included.
  run.press("ctrl+c");
  await run.waitForScreen("INTERRUPTED");
  expect(await run.exited).toBe(0);
});

it("ends on Ctrl-C with the report of what was seen also when several processes share the run", async () => {
  await using run = start(["stress", "--bots", "4", "--duration", "60s", "--workers", "2"]);
  await run.waitForScreen(/4 of 4/);
  run.press("ctrl+c");
  await run.waitForScreen("INTERRUPTED");
  expect(await run.exited).toBe(0);
});

it("is without colours when these are not wanted", async () => {
  await using run = start(["stress", "--bots", "2", "--duration", "500ms"], { NO_COLOR: "1" });
  await run.waitForScreen("PASSED");
  expect(await run.exited).toBe(0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour is
  expect(run.output).not.toMatch(/\u001b\[[\d;]*3[1-7]m/);
});
