import { assertSame, assertThat } from "../../checks/failure.ts";
import type { ServerCheck } from "../server-check.ts";

/** Every kind of character that a program could lose on the way: controls, quotes, separators, a surrogate pair, bidi controls. */
const TEXTS = [
  "",
  " ",
  "\u0000\u0001\u001f\u007f\u0085",
  '"\\/\b\f\n\r\t',
  "é ß Ω あ 👋 👩‍👩‍👧",
  "\u2028\u2029\u202e\ufeff\uffff",
  "{}[]\\u0041",
  "  padded  ",
];

export const check: ServerCheck = {
  title: "delivers every text unchanged, as one line of plain ASCII",
  rules: ["C-20", "C-21", "C-51"],
  stage: "speaks",
  mend: {
    any: "Keep the text as it is, and write every character above U+007F as \\uXXXX.",
    python: "`json.dumps(message)` does both, without ensure_ascii=False.",
  },
  needs: ["welcome"],
  async run(scene) {
    const ada = await scene.join("ada");
    for (const text of TEXTS) {
      ada.say(ada.name, text);
      const { msg, bytes } = await ada.next("the message to oneself");
      assertSame(msg, text, ["C-51"]);
      assertThat(
        bytes.every((byte) => byte < 0x80),
        "plain ASCII",
        bytes,
        ["C-21"],
      );
      assertThat(!bytes.includes(0x0a), "one line", bytes, ["C-20"]);
      const isEnded = await ada.wire.wait(() => ada.wire.unread[0] ?? null);
      assertThat(isEnded === 0x0a, "a line feed behind the message", ada.wire.unread, ["C-20"]);
    }
    assertThat(
      ada.welcomed.bytes.every((byte) => byte < 0x80),
      "plain ASCII",
      ada.welcomed.bytes,
      ["C-21"],
    );
  },
};
