import { type ChatMessage, cutToBytes } from "@chat/protocol";
import { assertThat } from "../../checks/failure.ts";
import { bytesOf, readVectors, type Vector, type VectorBytes } from "../../contract/contract-rules.ts";
import { playVectors } from "../play-vectors.ts";
import type { ServerCheck } from "../server-check.ts";
import type { ServerScene } from "../server-scene.ts";

type Input = VectorBytes & { readonly maxMessageBytes?: number };
type Item =
  | { readonly message: ChatMessage }
  | { readonly rejected: string; readonly offset: number; readonly isFatal: boolean };
type StreamVector = Vector<Input, { readonly items: readonly Item[]; readonly atEnd?: Item }>;

/** Most cuts of one stream. */
const MAX_CUTS = 150;

export const check: ServerCheck = {
  title: "takes the streams of the contract apart, whole and in pieces, and answers each frame",
  rules: ["C-2", "C-3", "C-10", "C-11", "C-12", "C-13", "C-14"],
  stage: "frames",
  needs: ["leaves"],
  async run(scene) {
    const all: readonly StreamVector[] = [
      ...readVectors<Input, never>("stream"),
      ...readVectors<Input, never>("hostile"),
    ];
    // A byte order mark is dropped only at the start of a connection, where the name stands.
    const vectors = all.filter(({ input }) => !input.maxMessageBytes && bytesOf(input)[0] !== 0xef);
    await playVectors(scene, vectors, async (vector) => {
      await play(scene, vector, []);
      await play(scene, vector, cutsOf(bytesOf(vector.input).length, scene.random));
    });
  },
};

async function play(scene: ServerScene, { input, expected }: StreamVector, cuts: readonly number[]): Promise<void> {
  const items = [...expected.items, ...(expected.atEnd ? [expected.atEnd] : [])];
  const isFromBob = items.some((item) => "message" in item && item.message.from.name === "Bob");
  const isFromAda = items.some((item) => "message" in item && item.message.from.name === "Ada");
  const user = await scene.joinAs(isFromBob && !isFromAda ? "Bob" : "Ada");
  await user.wire.sendCut(bytesOf(input), cuts);
  const came = (await user.leave()).map(({ msg }) => msg);
  const due = items.map((item) => answerTo(item, user.name));
  const isRight = came.length === due.length && due.every(({ fits }, index) => fits(came[index] ?? ""));
  const written = due.length > 0 ? due.map(({ text }) => text).join(", then ") : "no answer at all";
  assertThat(isRight, written, came.length > 0 ? came.join("\n") : { words: "no answer" });
}

/** The answer that is due for one frame. */
interface DueAnswer {
  readonly text: string;
  fits(text: string): boolean;
}

/** Returns the answer to one frame. The connection begins with the name and a line feed. */
function answerTo(item: Item, name: string): DueAnswer {
  if (!("message" in item)) {
    const position = String(item.offset + name.length + 1);
    const fits = (text: string) => text.startsWith("⛔ Error: ") && new RegExp(`\\b${position}\\b`).test(text);
    return { text: `"⛔ Error: …" with the position ${position} (${item.rejected})`, fits };
  }
  const { from, to, msg } = item.message;
  if (bytesOf(from.name).toString() !== name)
    return { text: '"⛔ Error: …" (another sender)', fits: (text) => text.startsWith("⛔ Error: ") };
  if (to.startsWith("/")) return { text: `an answer of ${to}`, fits: (text) => !text.startsWith("⛔") };
  const text = to === name ? bytesOf(msg).toString() : `❌ Error: User '${cutToBytes(to)}' not found.`;
  return { text: `"${text}"`, fits: (came) => came === text };
}

function cutsOf(length: number, random: () => number): readonly number[] {
  if (length <= MAX_CUTS) return Array.from({ length: Math.max(0, length - 1) }, (_, index) => index + 1);
  return Array.from({ length: 20 }, () => Math.floor(random() * length)).toSorted((a, b) => a - b);
}
