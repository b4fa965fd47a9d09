import { type ChatMessage, cutToBytes, findUsernameProblem } from "@chat/protocol";
import { assertThat, Failure } from "../checks/failure.ts";
import { bytesOf, type Vector, type VectorBytes } from "../contract/contract-rules.ts";
import type { TakenMessage } from "../wire/take-frame.ts";
import type { ChatPeer } from "./chat-peer.ts";
import { playCases } from "./play-cases.ts";
import type { ServerScene } from "./server-scene.ts";

type Item =
  | { readonly message: ChatMessage }
  | { readonly rejected: string; readonly offset: number; readonly isFatal: boolean };

/** A stream of bytes with the messages and rejections that it has. */
export type StreamVector = Vector<VectorBytes, { readonly items: readonly Item[]; readonly atEnd?: Item }>;

/** Most cuts of one stream at every byte; a longer one is cut at some. */
const MAX_CUTS = 150;

/** Events of a connection that serves another stream: a wire records 2,000, and those of a failure have to be among them. */
const MAX_SERVED_EVENTS = 1_500;

/** Plays streams whole and in pieces: each message and each rejection has its answer. One connection serves all that leave it open. */
export async function playStreams(scene: ServerScene, vectors: readonly StreamVector[]): Promise<void> {
  let open: ChatPeer | null = null;
  let shownFrom = 0;
  const play = async (vector: StreamVector, cuts: readonly number[]) => {
    const sender = senderOf(vector) ?? "";
    if (open?.name !== sender || open.wire.events.length > MAX_SERVED_EVENTS) {
      open?.[Symbol.dispose]();
      open = await scene.joinAs(sender);
    }
    const user: ChatPeer = open;
    const start = user.wire.sentBytes;
    shownFrom = user.wire.events.length;
    await user.wire.sendCut(bytesOf(vector.input), cuts);
    const came = await readAnswers(vector, user);
    const texts = came.map(({ msg }) => msg);
    compare(vector, texts, user.name, start);
    if (endsConnection(vector)) open = null;
  };
  await playCases(scene, vectors.toSorted(byLifetime), async (vector) => {
    try {
      await play(vector, []);
      await play(vector, cutsOf(bytesOf(vector.input).length, scene.random));
    } catch (error) {
      // The connection has served other streams before, which are not to be seen.
      const wire = open?.wire;
      if (wire && error instanceof Failure) error.wires = [{ label: wire.label, events: wire.events.slice(shownFrom) }];
      // Nobody knows what still comes behind a failure.
      open?.[Symbol.dispose]();
      open = null;
      throw error;
    }
  });
}

/** Reads the answers to a stream: up to the end, which the server makes after a fatal rejection, or to that of a request behind it. */
async function readAnswers(vector: StreamVector, user: ChatPeer): Promise<readonly TakenMessage[]> {
  const { rule, expected } = vector;
  if (expected.atEnd) user.wire.end();
  else if (!endsConnection(vector)) return await user.fence([rule]);
  return await user.readToEnd(expected.atEnd ? [rule] : [rule, "C-14"]);
}

/** Streams that leave the connection open come first, by their sender. */
function byLifetime(left: StreamVector, right: StreamVector): number {
  const keyOf = (vector: StreamVector) => `${endsConnection(vector)} ${senderOf(vector)}`;
  return keyOf(left).localeCompare(keyOf(right));
}

function endsConnection({ expected: { items, atEnd } }: StreamVector): boolean {
  return atEnd !== undefined || items.some((item) => "rejected" in item && item.isFatal);
}

/** Returns the name under which all messages of a stream are sent; `null` when there are several, or it is none that one can have. */
export function senderOf({ expected: { items } }: StreamVector): string | null {
  const senders = new Set(items.flatMap((item) => ("message" in item ? [item.message.from.name] : [])));
  const [sender = "Ada", ...others] = senders;
  return others.length === 0 && typeof sender === "string" && findUsernameProblem(sender) === null ? sender : null;
}

function compare({ expected }: StreamVector, came: readonly string[], name: string, start: number): void {
  const items = [...expected.items, ...(expected.atEnd ? [expected.atEnd] : [])];
  const due = items.map((item) => answerTo(item, name, start));
  const isRight = came.length === due.length && due.every(({ fits }, index) => fits(came[index] ?? ""));
  const written = due.length > 0 ? due.map(({ text }) => text).join(", then ") : "no answer at all";
  assertThat(isRight, written, came.length > 0 ? came.join("\n") : { words: "no answer" });
}

/** The answer that is due for one frame. */
interface DueAnswer {
  readonly text: string;
  fits(text: string): boolean;
}

/** Returns the answer to one frame of a stream that began at this byte of the connection. */
function answerTo(item: Item, name: string, start: number): DueAnswer {
  if (!("message" in item)) {
    const position = new RegExp(`^⛔ Error: .*\\b${start + item.offset}\\b`, "s");
    return { text: `"⛔ Error: …" with the position ${start + item.offset}`, fits: (text) => position.test(text) };
  }
  const { to, msg } = item.message;
  const text = to === name ? bytesOf(msg).toString() : `❌ Error: User '${cutToBytes(to)}' not found.`;
  return { text: `"${text}"`, fits: (came) => came === text };
}

function cutsOf(length: number, random: () => number): readonly number[] {
  if (length <= MAX_CUTS) return Array.from({ length: Math.max(0, length - 1) }, (_, index) => index + 1);
  return Array.from({ length: 20 }, () => Math.floor(random() * length)).toSorted((a, b) => a - b);
}
