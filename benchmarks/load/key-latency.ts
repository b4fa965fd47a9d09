import type { PtyProcess, VirtualTerminal } from "@chat/testing/terminal";

/** Longest wait for a change of the screen, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Presses a key, and returns the milliseconds until its letter stands in its cell. */
export async function timeKey(pty: PtyProcess, letter: string, row: number, column: number): Promise<number> {
  const pressedAt = performance.now();
  pty.send(letter);
  await seen(pty.terminal, (terminal) => terminal.cells(row)[column]?.characters === letter);
  return performance.now() - pressedAt;
}

/** Waits until the terminal is as expected, looked at whenever something was drawn. */
export async function seen(terminal: VirtualTerminal, isSeen: (terminal: VirtualTerminal) => boolean): Promise<void> {
  while (!isSeen(terminal)) await terminal.changes.after(terminal.changes.count, PATIENCE_MS);
}
