import { describe, expect, it } from "vitest";
import { goToLine, MAX_HISTORY_LINES, rememberAside, rememberLine } from "./history.ts";

describe("rememberLine", () => {
  it("adds a line at the end", () => {
    expect(rememberLine(["a"], "b")).toEqual(["a", "b"]);
  });

  it("leaves out blank lines, and a line that is the same as the last one", () => {
    expect(rememberLine(["a", "b"], "b")).toEqual(["a", "b"]);
    expect(rememberLine(["a", "b"], "a")).toEqual(["a", "b", "a"]);
    expect(rememberLine(["a"], " \u3000")).toEqual(["a"]);
    expect(rememberLine([], "")).toEqual([]);
  });

  it("forgets the oldest lines past its limit", () => {
    const full = Array.from({ length: MAX_HISTORY_LINES }, (_, index) => `line ${index}`);
    const history = rememberLine(full, "new");
    expect([history.length, history[0], history.at(-1)]).toEqual([MAX_HISTORY_LINES, "line 1", "new"]);
  });
});

describe("goToLine", () => {
  it("keeps the unfinished line", () => {
    const older = goToLine(["a", "b"], null, "unfinis", 1);
    expect(older?.text).toBe("b");
    expect(goToLine(["a", "b"], older?.browsing ?? null, "b", 2)?.text).toBe("unfinis");
  });

  it("keeps what was changed in a line until that is changed back", () => {
    const atB = goToLine(["a", "b"], null, "", 1);
    const atA = goToLine(["a", "b"], atB?.browsing ?? null, "b, changed", 0);
    const atBAgain = goToLine(["a", "b"], atA?.browsing ?? null, "a", 1);
    expect([atA?.text, atBAgain?.text]).toEqual(["a", "b, changed"]);
    const atAAgain = goToLine(["a", "b"], atBAgain?.browsing ?? null, "b", 0);
    expect(atAAgain?.browsing.edited).toEqual(new Map([[2, ""]]));
  });

  it("goes nowhere beyond the ends", () => {
    expect(goToLine(["a"], null, "", -1)).toBeNull();
    expect(goToLine(["a"], null, "", 2)).toBeNull();
    expect(goToLine([], null, "", -1)).toBeNull();
  });
});

describe("rememberAside", () => {
  it("adds a line for a user who is not in the history", () => {
    expect(rememberAside(["a"], null, "b")).toEqual({ history: ["a", "b"], browsing: null });
  });

  it("keeps the unfinished line behind the added one", () => {
    const atB = goToLine(["a", "b"], null, "unfinis", 1);
    const { history, browsing } = rememberAside(["a", "b"], atB?.browsing ?? null, "c");
    const atC = goToLine(history, browsing, "b, changed", 2);
    expect(atC?.text).toBe("c");
    expect(goToLine(history, atC?.browsing ?? null, "c", 3)?.text).toBe("unfinis");
    expect(goToLine(history, atC?.browsing ?? null, "c", 1)?.text).toBe("b, changed");
  });

  it("stays at the same line when the oldest one goes", () => {
    const full = Array.from({ length: MAX_HISTORY_LINES }, (_, index) => `line ${index}`);
    const atNine = goToLine(full, null, "unfinis", 9);
    const { history, browsing } = rememberAside(full, atNine?.browsing ?? null, "new");
    expect(history[browsing?.index ?? -1]).toBe("line 9");
    expect(goToLine(history, browsing, "line 9", MAX_HISTORY_LINES)?.text).toBe("unfinis");
  });
});
