import { describe, expect, it } from "vitest";
import { PtyProcess } from "./pty-process.ts";

const SMALL = { columns: 30, rows: 5 };

describe("PtyProcess", () => {
  it("runs a program that believes in its terminal, types into it, and tells its exit code", async () => {
    await using shell = PtyProcess.start("sh", ["-c", "stty size; read line; echo got $line; exit 3"], SMALL);
    await shell.waitForScreen("5 30");
    shell.type("some words");
    shell.press("enter");
    await shell.waitForScreen("got some words");
    expect(await shell.exited).toBe(3);
    expect(shell.exitCode).toBe(3);
  });

  it("resizes the program's window", async () => {
    const watching = "trap 'stty size' WINCH; echo ready; while :; do read line; done";
    await using shell = PtyProcess.start("sh", ["-c", watching], SMALL);
    await shell.waitForScreen("ready");
    shell.resize(40, 6);
    await shell.waitForScreen("6 40");
  });

  it("answers what the program asks of its terminal", async () => {
    const asking = "stty raw -echo; printf '\\033[6n'; dd bs=1 count=6 2>/dev/null | od -c";
    await using shell = PtyProcess.start("sh", ["-c", asking], { ...SMALL, columns: 80 });
    await shell.waitForScreen("033   [   1   ;   1   R");
  });

  it("keeps the output when it is asked to", async () => {
    await using kept = PtyProcess.start("printf", ["\\033[1mhi"], { ...SMALL, keepsOutput: true });
    await using lost = PtyProcess.start("true", [], SMALL);
    await Promise.all([kept.exited, lost.exited]);
    expect(kept.output).toBe("\u001b[1mhi");
    expect(() => lost.output).toThrow("keepsOutput");
  });

  it("fails to wait once the program has ended, and shows the screen", async () => {
    await using shell = PtyProcess.start("sh", ["-c", "echo bye"], SMALL);
    const waiting = shell.waitForScreen("hello");
    await expect(waiting).rejects.toThrow(/does not show hello: the program has ended with 0\.\n\| bye/);
  });

  it("tells by which signal the program was ended", async () => {
    await using shell = PtyProcess.start("sh", ["-c", "echo up; read line"], SMALL);
    await shell.waitForScreen("up");
    shell.kill("SIGTERM");
    expect(await shell.exited).toBe(128 + 15);
  });
});
