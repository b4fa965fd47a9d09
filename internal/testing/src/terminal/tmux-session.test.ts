import { describe, expect, it } from "vitest";
import { isTmuxInstalled, TmuxSession } from "./tmux-session.ts";

const canRun = process.env.CHAT_REQUIRE_TOOLCHAINS === "1" || isTmuxInstalled();
if (!canRun) console.warn("The helper for tests in tmux is not tested: tmux 3.2 is not installed.");

const SMALL = { columns: 30, rows: 5 };

describe.skipIf(!canRun)("TmuxSession", () => {
  it("runs a program, types into it and presses keys", async () => {
    await using tmux = await TmuxSession.start("sh", ["-c", "stty size; read line; echo got $line; read line"], SMALL);
    await tmux.waitForScreen("5 30");
    await tmux.type("sOme 'wörds'; 漢");
    await tmux.press("backspace", "enter");
    await tmux.waitForScreen(/^got sOme 'wörds'; *$/m);
  });

  it("shows the screen with its looks when it is asked to", async () => {
    await using tmux = await TmuxSession.start("sh", ["-c", "printf '\\033[31mred\\033[0m'; read line"], SMALL);
    expect(await tmux.waitForScreen("red")).toBe("red\n\n\n\n");
    expect(await tmux.capture({ keepsLooks: true })).toContain("\u001b[31mred");
  });

  it("resizes the window", async () => {
    const watching = "trap 'stty size' WINCH; echo ready; while :; do read line; done";
    await using tmux = await TmuxSession.start("sh", ["-c", watching], SMALL);
    await tmux.waitForScreen("ready");
    await tmux.resize(40, 6);
    await tmux.waitForScreen("6 40");
    expect(await tmux.read("#{pane_width}×#{pane_height}")).toBe("40×6");
  });

  it("is not misled by a screen that looks like an answer of tmux", async () => {
    await using tmux = await TmuxSession.start("sh", ["-c", "printf '%%end 1 2 3\\n%%exit\\nend'; read line"], SMALL);
    expect(await tmux.waitForScreen(/^end$/m)).toBe("%end 1 2 3\n%exit\nend\n\n");
  });

  it("tells when the program has ended", async () => {
    await using tmux = await TmuxSession.start("sh", ["-c", "read line"], SMALL);
    const waiting = expect(tmux.waitForScreen("what never comes")).rejects.toThrow("the program has ended");
    // With its only program gone, tmux may end before it has answered.
    await tmux.press("enter").catch(() => undefined);
    await tmux.ended;
    await waiting;
  });
});
