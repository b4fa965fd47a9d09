import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromMarked, toMarked } from "../../test/support/marked-line.ts";
import { trickyText } from "../../test/support/tricky-text.ts";
import { COMMANDS } from "../commands/table.ts";
import type { CompletionContext } from "./completion.ts";
import { snapBack } from "./grapheme-boundary.ts";
import { MAX_HISTORY_LINES } from "./history.ts";
import type { LineState } from "./line-editor.ts";
import {
  EMPTY_PROMPT,
  editPrompt,
  type PlainPromptEdit,
  type Prompt,
  type PromptEdit,
  promptMenu,
  submitPrompt,
} from "./prompt.ts";
import { MAX_UNDO_STEPS } from "./undo.ts";

const CONTEXT: CompletionContext = {
  names: ["Paul", "paula", "Ada"],
  conversations: ["Everyone"],
  localCommands: COMMANDS,
  serverCommands: [{ name: "/list", summary: "Show who is there" }],
};

const at = (marked: string, rest: Partial<Prompt> = {}): Prompt => ({
  ...EMPTY_PROMPT,
  line: fromMarked(marked),
  ...rest,
});

const edit = (prompt: Prompt, ...kinds: readonly PlainPromptEdit[]): Prompt =>
  kinds.reduce((edited, kind) => editPrompt(edited, { kind }, CONTEXT), prompt);

const type = (prompt: Prompt, text: string): Prompt => editPrompt(prompt, { kind: "insert", text }, CONTEXT);

const shown = ({ line }: Prompt) => toMarked(line);

const repeat = (kind: PlainPromptEdit, count: number) => Array.from({ length: count }, () => kind);

describe("editing the line", () => {
  it.each<[PlainPromptEdit, string, string]>([
    ["backspace", "foo bar|", "foo ba|"],
    ["delete", "foo| bar", "foo|bar"],
    ["left", "foo|", "fo|o"],
    ["right", "fo|o", "foo|"],
    ["word-left", "foo bar|", "foo |bar"],
    ["word-right", "|foo bar", "foo| bar"],
    ["line-start", "foo|", "|foo"],
    ["line-end", "|foo", "foo|"],
    ["transpose", "fo|o", "foo|"],
    ["upper-word", "f|oo bar", "fOO| bar"],
    ["upper-word", "ma|ß!", "maSS|!"],
    ["lower-word", "A| BCD e", "A bcd| e"],
    ["capitalize-word", "|ÉCOLE bar", "École| bar"],
    ["capitalize-word", "a| (bCD", "a (Bcd|"],
    ["delete-word-back", "a b-c|", "a b-|"],
    ["delete-word-forward", "a| b-c", "a|-c"],
    ["delete-to-space", "a b-c|", "a |"],
    ["delete-to-start", "foo| bar", "| bar"],
    ["delete-to-end", "foo| bar", "foo|"],
    ["clear", "foo| bar", "|"],
    ["accept-search", "fo|o", "fo|o"],
    ["cancel", "fo|o", "fo|o"],
  ])("does %s from %s to %s", (kind, before, after) => {
    expect(shown(edit(at(before), kind))).toBe(after);
  });

  it("inserts what is typed, and sets a whole line", () => {
    expect(shown(type(at("a|c"), "b"))).toBe("ab|c");
    expect(shown(editPrompt(at("a|c"), { kind: "set", text: "new" }, CONTEXT))).toBe("new|");
  });
});

describe("cutting and yanking", () => {
  it("inserts what was cut last", () => {
    expect(shown(edit(at("foo bar|"), "delete-word-back", "line-start", "yank"))).toBe("bar|foo ");
    expect(shown(edit(at("a|"), "yank"))).toBe("a|");
  });

  it("makes one of consecutive cuts, in the order of the line", () => {
    expect(edit(at("a b c|"), "delete-to-space", "delete-to-space").killed).toBe("b c");
    expect(edit(at("a| b c"), "delete-word-forward", "delete-word-forward").killed).toBe(" b c");
    expect(edit(at("a b| c"), "delete-word-back", "delete-to-end").killed).toBe("b c");
  });

  it("replaces what was cut once something else was done", () => {
    expect(edit(at("a b c|"), "delete-to-space", "left", "delete-to-space").killed).toBe("b");
    const typed = type(edit(at("a b|"), "delete-to-space"), "x");
    expect(edit(typed, "delete-to-space").killed).toBe("x");
  });

  it("keeps what was cut when there is nothing to cut", () => {
    expect(edit(at("foo|"), "delete-to-start", "delete-to-start", "delete-to-end", "clear").killed).toBe("foo");
  });

  it("gives back a line that was cleared or whose rest was cut, also after a submit", () => {
    expect(shown(edit(at("fo|o"), "clear", "yank"))).toBe("foo|");
    expect(shown(edit(submitPrompt(edit(at("fo|o"), "delete-to-end")).prompt, "yank"))).toBe("o|");
  });
});

describe("undo", () => {
  const typed = (...texts: readonly string[]) => texts.reduce(type, at("|"));

  it("takes back some words of what was typed, not all", () => {
    const prompt = typed(..."the quick brown fox jumps");
    expect(shown(edit(prompt, "undo"))).toBe("the quick brown fox |");
    expect(shown(edit(prompt, "undo", "undo", "undo"))).toBe("|");
  });

  it("takes back what was typed before and after a move one by one, with the place of the cursor", () => {
    const prompt = type(edit(typed("a", "c"), "left"), "b");
    expect(shown(edit(prompt, "undo"))).toBe("a|c");
    expect(shown(edit(prompt, "undo", "undo"))).toBe("|");
  });

  it.each<PlainPromptEdit>(["delete-to-start", "backspace", "clear", "upper-word", "yank", "newline"])(
    "takes back %s alone",
    (kind) => {
      const before = { ...edit(typed("ab", " cd"), "word-left"), killed: "x" };
      const after = edit(before, kind);
      expect(after.line.text).not.toBe("ab cd");
      expect(shown(edit(after, "undo"))).toBe("ab |cd");
    },
  );

  it("gives back the draft after other lines of the history, a completion, and a match of a search", () => {
    const draft = { ...type(at("|"), "pa"), history: ["one", "two"] };
    expect(shown(edit(draft, "older", "older", "undo"))).toBe("pa|");
    expect(shown(edit(draft, "complete", "complete", "undo"))).toBe("pa|");
    const found = type(edit(draft, "search"), "ne");
    expect(shown(edit(found, "accept-search"))).toBe("one|");
    expect(shown(edit(found, "accept-search", "undo"))).toBe("pa|");
    expect(shown(edit(found, "undo"))).toBe("pa|");
  });

  it("goes forth again until something else is changed", () => {
    const prompt = edit(typed("ab"), "clear", "undo");
    expect(shown(edit(prompt, "undo", "redo"))).toBe("ab|");
    expect(shown(edit(prompt, "undo", "redo", "redo", "redo"))).toBe("|");
    expect(shown(edit(type(prompt, "c"), "redo"))).toBe("abc|");
  });

  it("does nothing when nothing was changed, and forgets the line that was sent", () => {
    expect(edit(at("a|b"), "undo", "redo")).toEqual(at("a|b"));
    expect(shown(edit(submitPrompt(typed("secret")).prompt, "undo"))).toBe("|");
  });

  it("keeps a number of steps, and none more", () => {
    const prompt = edit(typed("x".repeat(MAX_UNDO_STEPS + 9)), ...repeat("backspace", MAX_UNDO_STEPS + 9));
    const undone = edit(prompt, ...repeat("undo", MAX_UNDO_STEPS + 9));
    expect(undone.line.text).toHaveLength(MAX_UNDO_STEPS);
  });
});

describe("the history", () => {
  const history = ["first", "second", "third"];

  it("is gone through, and the unfinished line comes back at the end", () => {
    const older = edit(at("unfin|ished", { history }), "older");
    expect(shown(older)).toBe("third|");
    expect(shown(edit(older, "older", "older", "older", "older"))).toBe("first|");
    expect(shown(edit(older, "older", "newer", "newer"))).toBe("unfinished|");
    expect(shown(edit(older, "newer", "newer", "newer"))).toBe("unfinished|");
  });

  it("does nothing when there is none", () => {
    expect(edit(at("a|b"), "older", "newer")).toEqual(at("a|b"));
  });

  it("keeps changes to its lines until the submit", () => {
    const changed = type(edit(at("|", { history }), "older", "older"), "!");
    const back = edit(changed, "older", "newer");
    expect(shown(back)).toBe("second!|");
    const { text, prompt } = submitPrompt(back);
    expect(text).toBe("second!");
    expect(prompt.history).toEqual([...history, "second!"]);
    expect(shown(edit(prompt, "older", "older", "older"))).toBe("second|");
  });

  it("starts from its end again after the line was cleared or set", () => {
    const older = edit(at("|", { history }), "older", "older");
    expect(shown(edit(older, "clear", "older"))).toBe("third|");
    expect(shown(edit(editPrompt(older, { kind: "set", text: "x" }, CONTEXT), "older", "newer"))).toBe("x|");
  });

  it("opens no menu over the log", () => {
    const older = edit(at("|", { history: ["/li"] }), "older");
    expect(promptMenu(older, CONTEXT)).toBeNull();
    expect(promptMenu(type(older, "s"), CONTEXT)?.items).toHaveLength(1);
  });
});

describe("searching the history", () => {
  const history = ["make tea", "make coffee", "drink tea"];
  const searching = (query: string) => type(edit(at("dra|ft", { history }), "search"), query);

  it("shows the match, and leaves the line alone", () => {
    expect(searching("tea")).toMatchObject({
      search: { query: "tea", match: "drink tea" },
      line: fromMarked("dra|ft"),
    });
    expect(edit(searching("tea"), "search").search).toMatchObject({ match: "make tea" });
    expect(edit(searching("teax"), "backspace").search).toMatchObject({ query: "tea", match: "drink tea" });
    expect(edit(searching(""), "backspace").search).toMatchObject({ query: "", match: null });
  });

  it("puts the match into the line, from where the history goes on", () => {
    const accepted = edit(searching("coffee"), "accept-search");
    expect(accepted.search).toBeNull();
    expect(shown(accepted)).toBe("make coffee|");
    expect(shown(edit(accepted, "older"))).toBe("make tea|");
    expect(shown(edit(accepted, "newer", "newer"))).toBe("draft|");
  });

  it("takes the match before another edit", () => {
    expect(shown(edit(searching("coffee"), "word-left"))).toBe("make |coffee");
    expect(shown(edit(searching("coffee"), "older"))).toBe("make tea|");
  });

  it("goes back to the line when it is given up, or when nothing fits", () => {
    expect(edit(searching("tea"), "cancel")).toMatchObject({ search: null, line: fromMarked("dra|ft") });
    expect(shown(edit(searching("beer"), "accept-search"))).toBe("dra|ft");
    expect(shown(edit(searching("beer"), "line-end"))).toBe("draft|");
  });

  it("gives the unfinished line back when everything is cleared", () => {
    const cleared = edit(searching("tea"), "clear");
    expect(cleared).toMatchObject({ search: null, line: fromMarked("|") });
    expect(shown(edit(cleared, "yank"))).toBe("draft|");
  });

  it("takes a match as it was sent, also where its line in the history was changed", () => {
    const changed = edit(at("|", { history }), "older", "delete-to-start", "search");
    expect(shown(edit(type(changed, "tea"), "accept-search"))).toBe("drink tea|");
  });

  it("shows no menu", () => {
    expect(promptMenu(edit(at("/|"), "search"), CONTEXT)).toBeNull();
  });
});

describe("submitting", () => {
  it("gives the line as typed, and empties the prompt", () => {
    expect(submitPrompt(at("  a| b "))).toEqual({ text: "  a b ", prompt: { ...EMPTY_PROMPT, history: ["  a b "] } });
  });

  it("remembers no blank line and none twice in a row", () => {
    const first = submitPrompt(at("a|")).prompt;
    expect(submitPrompt({ ...first, line: fromMarked("a|") }).prompt.history).toEqual(["a"]);
    expect(submitPrompt({ ...first, line: fromMarked("  |") }).prompt.history).toEqual(["a"]);
  });
});

describe("completing", () => {
  it("goes through several candidates, with a menu", () => {
    const first = edit(at("@pa|"), "complete");
    expect(shown(first)).toBe("@Paul |");
    expect(promptMenu(first, CONTEXT)).toMatchObject({ items: [{ label: "Paul" }, { label: "paula" }], selected: 0 });
    expect(shown(edit(first, "complete"))).toBe("@paula |");
    expect(shown(edit(first, "complete", "complete"))).toBe("@Paul |");
    expect(shown(edit(first, "complete-back"))).toBe("@paula |");
    expect(shown(edit(at("@pa|"), "complete-back"))).toBe("@paula |");
  });

  it("stays with a candidate once something is typed", () => {
    const typed = type(edit(at("@pa|"), "complete"), "hi");
    expect(shown(typed)).toBe("@Paul hi|");
    expect(promptMenu(typed, CONTEXT)).toBeNull();
  });

  it("takes the only candidate without a menu", () => {
    const completed = edit(at("hi A|"), "complete");
    expect(shown(completed)).toBe("hi Ada |");
    expect(completed.completion).toBeNull();
    expect(edit(completed, "complete").line).toEqual(completed.line);
  });

  it("gives back what was typed when it is cancelled, and then closes the menu", () => {
    const cancelled = edit(at("@pa| x"), "complete", "complete", "cancel");
    expect(shown(cancelled)).toBe("@pa| x");
    expect(promptMenu(cancelled, CONTEXT)?.selected).toBe(-1);
    expect(promptMenu(edit(cancelled, "cancel"), CONTEXT)).toBeNull();
  });

  it("offers the same in the menu as Tab then goes through", () => {
    for (const marked of ["/|", "@|", "@pa|"]) {
      const menu = promptMenu(at(marked), CONTEXT);
      expect(promptMenu(edit(at(marked), "complete"), CONTEXT)).toEqual({ ...menu, selected: 0 });
    }
  });
});

describe("the menu", () => {
  it("shows what fits the first word while that is typed", () => {
    expect(promptMenu(at("/l|"), CONTEXT)).toMatchObject({
      items: [{ label: "/list", hint: "Show who is there", isServer: true }],
      selected: -1,
    });
    expect(promptMenu(at("@pa|"), CONTEXT)?.items).toHaveLength(2);
    expect(promptMenu(at("/list |"), CONTEXT)).toBeNull();
    expect(promptMenu(at("/xyz|"), CONTEXT)).toBeNull();
    expect(promptMenu(at("pa|"), CONTEXT)).toBeNull();
  });

  it("stays closed until the text changes", () => {
    const closed = edit(at("/l|"), "cancel");
    expect(promptMenu(edit(closed, "left", "right"), CONTEXT)).toBeNull();
    expect(promptMenu(edit(closed, "backspace"), CONTEXT)).not.toBeNull();
  });
});

const PLAIN_EDITS: readonly PlainPromptEdit[] = [
  ...(["backspace", "delete", "left", "right", "word-left", "word-right", "line-start", "line-end"] as const),
  ...(["delete-word-back", "delete-word-forward", "delete-to-space", "delete-to-start", "delete-to-end"] as const),
  ...(["yank", "transpose", "older", "newer", "search", "accept-search", "cancel"] as const),
  ...(["complete", "complete-back", "clear", "newline"] as const),
];

describe("whatever is done", () => {
  const plainEdit = fc.constantFrom(...PLAIN_EDITS).map((kind): PromptEdit => ({ kind }));
  const textEdit = fc
    .tuple(fc.constantFrom("insert", "insert", "insert", "set"), trickyText)
    .map(([kind, text]): PromptEdit => ({ kind, text }));
  const edits = fc.array(fc.oneof(plainEdit, textEdit, fc.constant("submit" as const)), { maxLength: 40 });
  const context: fc.Arbitrary<CompletionContext> = fc.record({
    names: fc.array(trickyText, { maxLength: 5 }),
    conversations: fc.array(trickyText, { maxLength: 3 }),
    localCommands: fc.constant(COMMANDS),
    serverCommands: fc.array(fc.record({ name: trickyText.map((text) => `/${text}`), summary: trickyText }), {
      maxLength: 3,
    }),
  });

  it("the cursor stands between two characters of a text that can be sent", () => {
    fc.assert(
      fc.property(edits, context, (steps, known) => {
        let prompt = EMPTY_PROMPT;
        for (const step of steps) {
          prompt = step === "submit" ? submitPrompt(prompt).prompt : editPrompt(prompt, step, known);
          expectSound(prompt);
          const menu = promptMenu(prompt, known);
          if (menu) expect(menu.selected).toBeLessThan(menu.items.length);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("a cut to an end and a yank leave the text as it was", () => {
    fc.assert(
      fc.property(trickyText, fc.nat(30), fc.constantFrom("delete-to-start", "delete-to-end"), (text, moves, kind) => {
        const start = type(EMPTY_PROMPT, text);
        const moved = edit(start, ...Array.from({ length: moves }, () => "left" as const));
        const cut = edit(moved, kind);
        const cutLength = start.line.text.length - cut.line.text.length;
        // What stood on both sides may be one character now, and no cursor can be within it.
        fc.pre(cut.line.cursor === moved.line.cursor - (kind === "delete-to-start" ? cutLength : 0));
        // Cutting nothing leaves nothing to yank.
        expect(edit(cut, "yank").line.text).toBe(start.line.text);
      }),
    );
  });

  it("as many steps to the right lead back as led to the left", () => {
    fc.assert(
      fc.property(trickyText, fc.nat(10), (text, count) => {
        const start = type(EMPTY_PROMPT, text);
        const left = Array.from({ length: count }, () => "left" as const);
        const right = Array.from({ length: count }, () => "right" as const);
        expect(edit(start, ...left, ...right).line).toEqual(start.line);
      }),
    );
  });

  it("a line of 64 KiB can be edited", () => {
    for (const unit of ["a b ", "я ", "👩‍👩‍👧", "🇮🇹", "\u0301", "@"]) {
      const text = unit.repeat(65_536 / unit.length);
      let prompt = type(type(EMPTY_PROMPT, text), text);
      for (const kind of PLAIN_EDITS) prompt = editPrompt(prompt, { kind }, CONTEXT);
      expectSound(prompt);
    }
  });
});

function expectSound({ line, killed, history, completion }: Prompt): void {
  expect(isSound(line)).toBe(true);
  expect(killed.isWellFormed()).toBe(true);
  expect(history.length).toBeLessThanOrEqual(MAX_HISTORY_LINES);
  if (completion) expect(completion.candidates.length).toBeGreaterThan(1);
}

function isSound({ text, cursor }: LineState): boolean {
  return text.isWellFormed() && cursor >= 0 && cursor <= text.length && snapBack(text, cursor) === cursor;
}
