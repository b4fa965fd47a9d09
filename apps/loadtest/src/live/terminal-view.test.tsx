import { TerminalStreams, VirtualTerminal } from "@chat/testing/terminal";
import { expect, it } from "vitest";
import { createSample } from "../../test/support/create-result.ts";
import { TerminalView } from "./terminal-view.tsx";

function createView(columns = 80) {
  const terminal = new VirtualTerminal({ columns, rows: 20 });
  const { stdout } = new TerminalStreams(terminal);
  // Ink and the view look at what a terminal's output has in common with any stream.
  const output = stdout as unknown as NodeJS.WriteStream;
  return { terminal, output, view: new TerminalView({ title: "chat-load stress", output }) };
}

it("draws in one place of the main screen, and leaves the last frame above what is printed next", async () => {
  const { terminal, output, view } = createView();
  output.write("$ chat-load stress\n");
  view.enter("running");
  for (let atMs = 500; atMs <= 3_000; atMs += 500) {
    view.show({ sample: createSample({ atMs }), progress: atMs / 3_000, asked: 50 });
  }
  await terminal.waitForScreen("0:03  Running");
  view.enter("done");
  await view.end();
  output.write("PASSED\n");
  await terminal.waitForScreen("PASSED");
  const lines = terminal.lines();
  expect(lines.filter((line) => line.startsWith("Clients"))).toHaveLength(1);
  expect(lines.indexOf("PASSED")).toBeGreaterThan(lines.findIndex((line) => line.startsWith("Max wait")));
  expect(terminal.activeBuffer).toBe("normal");
  expect(terminal.cursor.isVisible).toBe(true);
});

it("follows the size of the window", async () => {
  const { terminal, view } = createView(100);
  view.enter("running");
  view.show({ sample: createSample(), progress: 0.5, asked: 50 });
  await terminal.waitForScreen("max 40.0 ms");
  terminal.resize(30, 20);
  await terminal.waitForScreen((screen) => !screen.includes("max 40.0 ms") && screen.includes("Clients"));
  await view.end();
});

it("shows what a server says without obeying it", async () => {
  const { terminal, view } = createView();
  view.note("It answered: \u001b[2J\u0007gone");
  await terminal.waitForScreen("gone");
  expect(terminal.bellCount).toBe(0);
  expect(terminal.lines()[0]).toBe("chat-load stress");
  await view.end();
});

it("ends twice without harm, and shows nothing afterwards", async () => {
  const { terminal, view } = createView();
  await view.end();
  await view.end();
  view.note("too late");
  await terminal.parsed();
  expect(terminal.text).not.toContain("too late");
});
