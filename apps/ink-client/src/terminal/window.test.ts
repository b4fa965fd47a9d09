import { VirtualTerminal } from "@chat/testing/terminal";
import { describe, expect, it } from "vitest";
import { hostileTexts } from "../../test/corpora/hostile-texts.ts";
import { WindowTitle, writeNotification } from "./window.ts";

/** Returns what a terminal is made to do, and fails when any of it shows on the screen. */
async function effectsOf(output: string): Promise<readonly string[]> {
  using terminal = new VirtualTerminal({ columns: 40, rows: 4 });
  await terminal.write(output);
  expect(terminal.text.trim(), JSON.stringify(output)).toBe("");
  return terminal.sideEffects;
}

describe("the title of the window", () => {
  it("keeps the title of before once, and brings it back once", () => {
    const written: string[] = [];
    const title = new WindowTitle((output) => written.push(output));
    for (const text of ["", "(1) Everyone", "(1) Everyone", "Bob; Eve", "", ""]) title.show(text);
    expect(written).toEqual([
      "\u001b[22;2t",
      "\u001b]2;(1) Everyone\u0007",
      "\u001b]2;Bob, Eve\u0007",
      "\u001b]2;\u0007\u001b[23;2t",
    ]);
  });

  it("is one title, whatever is in it", async () => {
    let written = "";
    const title = new WindowTitle((output) => {
      written += output;
    });
    for (const { text } of hostileTexts) title.show(`${text} - chat`);
    const [kept, ...effects] = await effectsOf(written);
    expect(kept).toBe("change the window: 22,2");
    for (const effect of effects) expect(effect).toMatch(/^operating system command 2: [^\p{Cc};]*$/u);
  });
});

describe("a notification", () => {
  it("rings, or has name and text in the fields of its sequence", () => {
    expect(writeNotification("bell", "Bob", "hi")).toBe("\u0007");
    expect(writeNotification("osc9", "Bob", "hi")).toBe("\u001b]9;Bob: hi\u0007");
    expect(writeNotification("osc777", "Bob", "hi")).toBe("\u001b]777;notify;Bob;hi\u0007");
    // This would be the state of a progress bar.
    expect(writeNotification("osc9", "4;3", "hi")).toBe("\u001b]9;4,3: hi\u0007");
    expect(writeNotification("osc9", "Bob", "😀".repeat(1_000))).toBe(`\u001b]9;Bob: ${"😀".repeat(120)}\u0007`);
  });

  it.each([
    ["osc9", /^operating system command 9: [^\p{Cc};]*$/u],
    ["osc777", /^operating system command 777: notify;[^\p{Cc};]*;[^\p{Cc};]*$/u],
  ] as const)("is one notification by %s, whatever is in it", async (kind, expected) => {
    const effects = await effectsOf(hostileTexts.map(({ text }) => writeNotification(kind, text, text)).join(""));
    expect(effects).toHaveLength(hostileTexts.length);
    for (const effect of effects) expect(effect).toMatch(expected);
  });
});
