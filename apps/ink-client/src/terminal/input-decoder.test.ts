import { describe, expect, it } from "vitest";
import type { InputEvent } from "../input/input-event.ts";
import { InputDecoder } from "./input-decoder.ts";

/** A decoder with a clock that the test moves. */
class DecoderProbe {
  readonly events: Exclude<InputEvent, { kind: "background" }>[] = [];
  kittyAnswers = 0;
  readonly backgrounds: string[] = [];
  #now = 0;
  readonly #decoder = new InputDecoder((event) => {
    if (event.kind === "kitty-keyboard") this.kittyAnswers++;
    else if (event.kind === "background") this.backgrounds.push(event.background);
    else this.events.push(event);
  });

  push(text: string | Buffer): this {
    this.#decoder.push(Buffer.from(text as string).toString("latin1"), this.#now);
    return this;
  }

  /** Lets time pass, as a timer that follows the deadlines does. */
  wait(ms: number): this {
    const end = this.#now + ms;
    for (let { deadline } = this.#decoder; deadline !== null && deadline <= end; { deadline } = this.#decoder) {
      this.#now = Math.max(this.#now, deadline);
      this.#decoder.expire(this.#now);
    }
    this.#now = end;
    return this;
  }

  /** The events in short: names of keys, texts in quotes, pastes behind a `p`. */
  get seen(): string[] {
    return this.events.map((event) => {
      if (event.kind === "key") return event.name;
      if (event.kind === "mouse") return `${event.action} ${event.column},${event.row}`;
      if (event.kind === "focus") return `focus ${event.hasFocus}`;
      return `${event.kind === "paste" ? "p" : ""}${JSON.stringify(event.text)}`;
    });
  }
}

const LONG = 100_000;

/** Returns the events of an input that comes whole, after all timeouts. */
function decode(text: string | Buffer): string[] {
  return new DecoderProbe().push(text).wait(LONG).seen;
}

describe("keys", () => {
  it.each([
    ["\x01", "C-a"],
    ["\x03", "C-c"],
    ["\x07", "C-g"],
    ["\x1a", "C-z"],
    ["\0", "C-Space"],
    ["\x1c", "C-\\"],
    ["\x1f", "C-_"],
    ["\x1bb", "M-b"],
    ["\x1bB", "M-b"],
    ["\x1b1", "M-1"],
    ["\x1b<", "M-<"],
    ["\x1b/", "M-/"],
    ["\x1bé", "M-é"],
    ["\x1bİ", "M-İ"],
    ["\x1b ", "M-Space"],
    ["\x1b\x01", "C-M-a"],
    ["\x1b\0", "C-M-Space"],
    ["\x1b\x1ba", "M-a"],
    ["\x1b[A", "Up"],
    ["\x1bOA", "Up"],
    ["\x1b[B", "Down"],
    ["\x1b[1;5D", "C-Left"],
    ["\x1bOd", "C-Left"],
    ["\x1b[1;3D", "M-Left"],
    ["\x1b[1;9C", "M-Right"],
    ["\x1b\x1b[D", "M-Left"],
    ["\x1b\x1bOC", "M-Right"],
    ["\x1b[1;2A", "S-Up"],
    ["\x1b[a", "S-Up"],
    ["\x1b[1;7C", "C-M-Right"],
    ["\x1b[1;4D", "M-S-Left"],
    ["\x1b[5~", "PgUp"],
    ["\x1b[5;2~", "S-PgUp"],
    ["\x1b[5$", "S-PgUp"],
    ["\x1b[5^", "C-PgUp"],
    ["\x1b[5@", "C-S-PgUp"],
    ["\x1b\x1b[5~", "M-PgUp"],
    ["\x1b[H", "Home"],
    ["\x1bOH", "Home"],
    ["\x1b[1~", "Home"],
    ["\x1b[7~", "Home"],
    ["\x1b[F", "End"],
    ["\x1b[1;3F", "M-End"],
    ["\x1b[2~", "Insert"],
    ["\x1b[3;5~", "C-Delete"],
    ["\x1bOP", "F1"],
    ["\x1b[11~", "F1"],
    ["\x1b[[A", "F1"],
    ["\x1b[24~", "F12"],
    ["\t", "Tab"],
    ["\x1b[Z", "S-Tab"],
    ["\x1b\t", "M-Tab"],
    ["\r", "Enter"],
    ["\x1b\r", "M-Enter"],
    ["\n", "C-j"],
    ["\x1b", "Esc"],
    ["\x1b\x1b", "Esc"],
    ["\x7f", "Backspace"],
    ["\b", "Backspace"],
    ["\x1b\x7f", "M-Backspace"],
    ["\x1b[97;5u", "C-a"],
    ["\x1b[97:65;6u", "C-a"],
    ["\x1b[45:95;6u", "C-_"],
    ["\x1b[1089::99;5u", "C-c"],
    ["\x1b[105;5u", "Tab"],
    ["\x1b[44:60;4u", "M-<"],
    ["\x1b[98;3u", "M-b"],
    ["\x1b[13;2u", "S-Enter"],
    ["\x1b[13;5u", "C-Enter"],
    ["\x1b[27u", "Esc"],
    ["\x1b[127;3u", "M-Backspace"],
    ["\x1b[57414u", "Enter"],
    ["\x1b[97;5:2u", "C-a"],
    ["\x1b[27;2;13~", "S-Enter"],
    ["\x1b[27;5;97~", "C-a"],
    ["\x9bA", "Up"],
    ["\x1b[I", "focus true"],
    ["\x1b[O", "focus false"],
    ["\x1b[<64;5;6M", "wheel-up 4,5"],
    ["\x1b[<69;5;6M", "wheel-down 4,5"],
    ["\x1b[<0;1;1M", "click 0,0"],
  ])("%j is %s", (bytes, name) => {
    expect(decode(bytes)).toEqual([name]);
  });

  it("names every letter with Ctrl that the terminal can tell apart", () => {
    for (const letter of "abcdefgklnopqrstuvwxyz") {
      expect(decode(String.fromCharCode(letter.charCodeAt(0) - 0x60))).toEqual([`C-${letter}`]);
    }
  });
});

describe("text", () => {
  it.each(["a", "5", " ", "é", "e\u0301", "👋", "👩\u200d👩\u200d👧", "日本", "🇮🇹", "a|b"])(
    "%s is typed as it is",
    (text) => {
      expect(decode(text)).toEqual([JSON.stringify(text)]);
      const probe = new DecoderProbe();
      for (const byte of Buffer.from(text)) probe.push(Buffer.of(byte)).wait(30);
      expect(probe.events.map((event) => (event.kind === "text" ? event.text : event)).join("")).toBe(text);
    },
  );

  it("leaves out what is no UTF-8, and C1 controls", () => {
    expect(decode(Buffer.from([0xe9, 0x61, 0x85, 0x62, 0xff]))).toEqual(['"ab"']);
    expect(decode("a\u0085b")).toEqual(['"a"', '"b"']);
  });
});

describe("an ESC that comes alone", () => {
  it("is the key Esc after a while, and the rest is a sequence even when it comes later", () => {
    for (const delay of [49, 50, 51, 200, 5_000]) {
      expect(new DecoderProbe().push("\x1b").wait(delay).push("[A").wait(LONG).seen.at(-1)).toBe("Up");
      expect(new DecoderProbe().push("\x1b").wait(delay).push("[").wait(10).push("1;5").push("C").seen.at(-1)).toBe(
        "C-Right",
      );
      expect(new DecoderProbe().push("\x1b").wait(delay).push("[I").push("x").seen.at(-1)).toBe('"x"');
    }
  });

  it.each(["[", "O", "]", "P", "[link](x)", "OK", "b", "x[A"])("is followed by %s as typed", (text) => {
    const probe = new DecoderProbe().push("\x1b").wait(60).push(text).wait(LONG);
    expect(
      probe.events
        .slice(1)
        .map((event) => (event.kind === "text" ? event.text : event))
        .join(""),
    ).toBe(text);
  });

  it("is followed by brackets that a person types", () => {
    expect(new DecoderProbe().push("\x1b").wait(60).push("[").wait(30).push("A").wait(LONG).seen).toEqual([
      "Esc",
      '"["',
      '"A"',
    ]);
  });
});

describe("a key with Alt that sends the start of a string", () => {
  it.each(["\x1b_", "\x1bP", "\x1bX", "\x1b^", "\x1b]"])("%j loses nothing of what is typed behind it", (key) => {
    for (const pause of [0, 5, 30, 60, 500]) {
      const probe = new DecoderProbe().push(key).wait(pause).push("h").wait(10).push("ello").wait(60).push("\x03");
      expect(probe.seen.join("").replaceAll('"', ""), `${pause} ms`).toBe("helloC-c");
    }
  });

  it.each(["\x1b_", "\x1bP", "\x1b]"])("%j loses nothing when all comes in one read", (key) => {
    expect(decode(`${key}hello`)).toEqual(['"hello"']);
    expect(decode(`${key}hello\x1b[A`)).toEqual(['"hello"', "Up"]);
  });

  it("is not meant where Esc came alone before a word", () => {
    for (const pause of [5, 20, 49]) {
      expect(new DecoderProbe().push("\x1b").wait(pause).push("Please").seen).toEqual(["Esc", '"Please"']);
      expect(new DecoderProbe().push("\x1b").wait(pause).push("Xerox").wait(60).seen).toEqual(["Esc", '"Xerox"']);
    }
  });

  it("types nothing of an answer that is cut twice", () => {
    for (const answer of ["\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", "\x1bP>|XTerm(390)\x1b\\", "\x1bP1$r0m\x1b\\"]) {
      for (let cut = 1; cut < answer.length; cut++) {
        const parts = [answer.slice(0, cut), answer.slice(cut, -3), answer.slice(Math.max(cut, answer.length - 3))];
        const probe = new DecoderProbe();
        for (const part of parts) probe.push(part).wait(45);
        expect(
          probe.push("x").seen.filter((event) => event !== "Esc"),
          `cut at ${cut}`,
        ).toEqual(['"x"']);
      }
    }
  });
});

describe("what never ends", () => {
  it.each(["\x1b]1;", "\x1bP1$r", "\x1b_Gi=1", "\u009d"])("%j eats keys only for a time", (start) => {
    expect(new DecoderProbe().push(start).push("abc").wait(1_100).push("x").seen).toEqual(['"x"']);
    expect(new DecoderProbe().push(`${start}a`).push("\x03").seen).toEqual(["C-c"]);
    const probe = new DecoderProbe().push(start);
    for (let sent = 0; sent < 80; sent++) probe.push("x".repeat(1_000)).wait(1);
    expect(probe.push("\x01").seen.at(-1)).toBe("C-a");
  });

  it("is a sequence that a control breaks off, and the control counts", () => {
    expect(decode("\x1b[1\rx")).toEqual(['p"\\rx"']);
    expect(decode("\x1b[1\x03")).toEqual(["C-c"]);
    expect(decode("\x1b[1\x18x")).toEqual(['"x"']);
    expect(decode("\x1b[1\x1b[A")).toEqual(["Up"]);
    expect(decode("\x1b[M \x1b[A")).toEqual(["Up"]);
    expect(decode("\x1b[M \0\0x")).toEqual(['"x"']);
    expect(decode("\x1b]11;rgb\x1b[A")).toEqual(["Up"]);
  });
});

describe("a paste", () => {
  it("comes as one text, with what is typed around it", () => {
    const bytes = "a\x1b[200~one\rtwo\x1b[A\x1b[201~b";
    for (let cut = 0; cut < bytes.length; cut++) {
      const probe = new DecoderProbe().push(bytes.slice(0, cut)).wait(5).push(bytes.slice(cut)).wait(LONG);
      expect(probe.seen).toEqual(['"a"', `p${JSON.stringify("one\rtwo\x1b[A")}`, '"b"']);
    }
  });

  it("may come slowly, and ends by itself when its end is lost", () => {
    const probe = new DecoderProbe().push("\x1b[200~one").wait(9_000).push(" two").wait(9_000);
    expect(probe.seen).toEqual([]);
    expect(probe.wait(1_000).push("x").seen).toEqual(['p"one two"', '"x"']);
  });

  it("is found without marks: text and a line end in one read", () => {
    expect(decode("one\rtwo\rthree\r")).toEqual(['p"one\\rtwo\\rthree\\r"']);
    expect(decode("one\n")).toEqual(['p"one\\n"']);
    expect(decode("\tif x:\n\t\treturn\n")).toEqual(['p"\\tif x:\\n\\t\\treturn\\n"']);
    expect(decode("a\rb\x1b[A")).toEqual(['p"a\\rb"', "Up"]);
  });

  it("is found without marks however it is cut: no part of it is an Enter", () => {
    const text = "one\rtwo\r\rthree\r";
    for (let cut = 0; cut <= text.length; cut++) {
      for (const gap of [0, 5]) {
        const probe = new DecoderProbe().push(text.slice(0, cut)).wait(gap).push(text.slice(cut)).wait(LONG);
        const texts = probe.events.map((event) =>
          event.kind === "text" || event.kind === "paste" ? event.text : event,
        );
        // A first letter alone may have been typed.
        if (cut !== 1) expect(texts.join("")).toBe(text);
      }
    }
  });

  it.each([
    ["y\r", ['"y"', "Enter"]],
    ["/time\r", ['"/time"', "Enter"]],
    ["/ti\t\r", ['"/ti"', "Tab", "Enter"]],
  ])("is not one line with Enter behind it, though it comes in one read: %j", (bytes, keys) => {
    expect(decode(bytes)).toEqual(keys);
    expect(new DecoderProbe().push(bytes.slice(0, -1)).wait(5).push("\r").wait(LONG).seen).toEqual(keys);
  });

  it.each(["\x1b[200~x\x1b[201~", "\x1b]11;rgb:0000/0000/0000\x07", "\x1b[?0u"])(
    "is not guessed any more where the terminal marks pastes, as %j shows",
    (bytes) => {
      expect(new DecoderProbe().push(bytes).push("a\rb\r").seen.slice(-4)).toEqual(['"a"', "Enter", '"b"', "Enter"]);
    },
  );

  it("is not what a person types, however fast", () => {
    const probe = new DecoderProbe();
    for (const key of ["h", "i", "\r", "x", "\t", "\r", "\r"]) probe.push(key).wait(12);
    expect(probe.seen).toEqual(['"h"', '"i"', "Enter", '"x"', "Tab", "Enter", "Enter"]);
    expect(decode("\x15\r\x19")).toEqual(["C-u", "Enter", "C-y"]);
  });
});

it("hears that the terminal has the keyboard protocol of kitty", () => {
  const probe = new DecoderProbe().push("\x1b[?0u");
  expect(probe).toMatchObject({ kittyAnswers: 1, seen: [] });
});

describe("the background of the terminal", () => {
  it.each([
    ["\x1b]11;rgb:ffff/ffff/ffff\x1b\\", ["light"]],
    ["\x1b]11;rgb:1e1e/1e1e/2e2e\x07", ["dark"]],
    ["\x1b]11;rgb:fd/f6/e3\x07", ["light"]],
    ["\x1b]11;rgba:0000/0000/0000/ffff\x1b\\", ["dark"]],
    ["\x1b]10;rgb:ffff/ffff/ffff\x1b\\", []],
    ["\x1b]11;?\x1b\\", []],
    ["\x1b]11;rgb:white\x07", []],
    [`\x1b]l${"x".repeat(60)}11;rgb:ffff/ffff/ffff\x07`, []],
  ])("is read from %j, wherever that is cut, and nothing is typed", (answer, backgrounds) => {
    for (let cut = 0; cut < answer.length; cut++) {
      const probe = new DecoderProbe()
        .push(`a${answer.slice(0, cut)}`)
        .wait(40)
        .push(answer.slice(cut))
        .wait(LONG);
      expect(probe.backgrounds).toEqual(backgrounds);
      expect(probe.seen).toEqual(['"a"']);
    }
  });
});
