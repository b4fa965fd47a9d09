import type { ChatMessage } from "@chat/protocol";
import { bytesOf, readVectors, type VectorBytes } from "../../contract/contract-rules.ts";
import { findObjectEnd } from "../../wire/take-frame.ts";
import { playStreams, type StreamVector, senderOf } from "../play-streams.ts";
import type { ServerCheck } from "../server-check.ts";

type Input = VectorBytes & { readonly maxMessageBytes?: number };

/** The name was the start of the connection. */
const MARK = {
  ...{
    id: "",
    rule: "C-11",
    profiles: [],
    hint: "A byte order mark is garbage behind the name, also where a read starts.",
  },
  input: { text: '\ufeff{"from": {"name": "Ada", "ip": ""}, "to": "Bob", "msg": "hi"}' },
  expected: {
    items: [
      { rejected: "stray-text", offset: 0, isFatal: false },
      { message: { from: { name: "Ada", ip: "" }, to: "Bob", msg: "hi" } },
    ],
  },
} as const satisfies StreamVector;

export const check: ServerCheck = {
  title: "takes the streams of the contract apart, whole and in pieces, and answers each frame",
  rules: ["C-2", "C-3", "C-10", "C-11", "C-12", "C-13", "C-14"],
  stage: "frames",
  needs: ["delivers-in-order", "leaves", "rejects", "unknown-receivers", "texts-as-they-are"],
  usesContractNames: true,
  async run(scene) {
    const all = [...readVectors<Input, never>("stream"), ...readVectors<Input, never>("hostile"), ...decodeVectors()];
    // A byte order mark is dropped only at the start of a connection, where the name stands.
    const played = all.filter((vector) => {
      const { maxMessageBytes } = vector.input;
      return !maxMessageBytes && bytesOf(vector.input)[0] !== 0xef && senderOf(vector) !== null;
    });
    await playStreams(scene, [...played, MARK]);
  },
};

/** The vectors of `decode` that are one object by its braces: alone in a stream it is a message, or rejected once. */
function decodeVectors(): readonly (StreamVector & { readonly input: Input })[] {
  const vectors = readVectors<Input, { readonly message: ChatMessage | null }>("decode");
  return vectors.flatMap((vector) => {
    const text = bytesOf(vector.input).toString("latin1");
    const offset = text.search(/[^ \t\r\n]/);
    const isObject =
      text[offset] === "{" && findObjectEnd(Buffer.from(text, "latin1"), offset) === text.trimEnd().length;
    const { message } = vector.expected;
    // The answer of an endpoint would be taken for that to the request behind it.
    if (!isObject || message?.to.startsWith("/")) return [];
    const item = message ? { message } : { rejected: "not-a-message", offset, isFatal: vector.rule === "C-2" };
    // What the helper of C-5 refuses is refused in a stream by the rule about messages.
    return [{ ...vector, rule: vector.rule === "C-5" ? "C-3" : vector.rule, expected: { items: [item] } }];
  });
}
