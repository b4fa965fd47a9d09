import { assertSame, assertThat } from "../../checks/failure.ts";
import { playCases } from "../play-cases.ts";
import type { ServerCheck } from "../server-check.ts";

/** Every kind of character that a program could lose on the way: controls, quotes, what looks like a key, a surrogate pair, bidi controls. */
const ASCII = [
  "<b>&amp; it's</b>",
  "\u0000\u0001\u001f\u007f",
  '"\\/\b\f\n\r\t',
  "{}[]\\u0041",
  "  padded  ",
  '"to": "Eve", "msg": "x"',
];
const WIDE = ["é ß Ω あ 👋 👩‍👩‍👧", "x\u0085\u2028\u2029\u202e\ufeff\uffffx"];

const CASES = [
  { rule: "C-3", text: "", isEscaped: false } as const,
  ...[...ASCII, ...WIDE].map((text) => ({ rule: "C-51", text, isEscaped: true }) as const),
  ...WIDE.map((text) => ({ rule: "C-2", text, isEscaped: false }) as const),
];

export const check: ServerCheck = {
  title: "delivers every text unchanged, as one line of plain ASCII",
  rules: ["C-2", "C-3", "C-20", "C-21", "C-51"],
  stage: "speaks",
  mend: {
    any: "Read and write messages as UTF-8 with a JSON library, and write every character above U+007F as \\uXXXX.",
    python: "`json.loads(bytes)` and `json.dumps(message)` do both, without ensure_ascii=False.",
    perl: "`decode_json($bytes)` reads, `JSON::PP->new->ascii->encode($message)` writes. If you decode by hand, use utf8::decode: decode('UTF-8', …) loses U+FFFF.",
  },
  needs: ["every-cut"],
  async run(scene) {
    await playCases(scene, CASES, async ({ rule, text, isEscaped }) => {
      using ada = await scene.join("ada");
      const escaped = ada.write(ada.name, text);
      ada.wire.send(`${isEscaped ? escaped : JSON.stringify(JSON.parse(escaped))}\n`);
      const { msg, bytes } = await ada.next("the message to oneself");
      assertSame(msg, text, [rule]);
      // The address in a message is any text.
      ada.say(ada.name, "from elsewhere", { ip: "192.0.2.7" });
      await ada.expectText("from elsewhere", ["C-51"], ada.name);
      for (const written of [bytes, ada.welcomed.bytes]) {
        const isAscii = written.every((byte) => byte < 0x80);
        assertThat(isAscii, "plain ASCII", written, ["C-21"]);
      }
      assertThat(!bytes.includes(0x0a), "one line", bytes, ["C-20"]);
      const next = await ada.wire.wait(() => ada.wire.unread[0] ?? null);
      assertThat(next === 0x0a, "a line feed behind the message", ada.wire.unread, ["C-20"]);
    });
  },
};
