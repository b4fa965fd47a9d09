import {
  decodeJsonMsg,
  GUEST,
  MessageReader,
  type RejectionCode,
  readServerText,
  SERVER_NAME,
  type ServerTextKind,
} from "@chat/protocol";
import type { Recording } from "./recording-proxy.ts";

/** What one connection's bytes say. */
export interface Conversation {
  /** How the client was refused: as its name is in use, otherwise, or in HTTP. `null` when it was not. */
  readonly refusal: "usernameTaken" | "other" | "http" | null;
  /** True for a client that joined and whose name was not ended by a newline. */
  readonly isUnframed: boolean;
  /** The number of messages that keep the contract's form. */
  readonly messages: number;
  /** The code of each piece of the client's stream that is no message. */
  readonly rejections: readonly RejectionCode[];
  /** The kinds of the server's texts that say that something is wrong. */
  readonly errors: readonly (ServerTextKind | "unknown")[];
}

const LINE_FEED = 0x0a;

/** Texts that say that nothing is wrong. A notice answers nothing. */
const RIGHT_ANSWERS = ["welcome", "userList", "time", "shoutReceipt", "help", "standard", "notice"] as const;
const isRightAnswer = (kind: string) => RIGHT_ANSWERS.some((rightAnswer) => rightAnswer === kind);

/** Reads what a client and the server wrote to each other over one connection. */
export function readConversation({ fromClient, fromServer }: Recording): Conversation {
  const written = Buffer.concat(fromServer).toString();
  if (written.startsWith("HTTP/")) return refusedWith("http");
  const texts = written.split("\n").flatMap((line) => {
    const message = decodeJsonMsg(Buffer.from(line));
    return message?.from.name === SERVER_NAME ? message : [];
  });
  const kinds = texts.map(({ msg }) => readServerText(msg)?.kind ?? "unknown");
  const [first] = texts;
  if (!first) return refusedWith(null);
  if (first.to === GUEST) return refusedWith(kinds[0] === "usernameTaken" ? kinds[0] : "other");
  return {
    refusal: null,
    ...readStream(Buffer.concat(fromClient), first.to),
    errors: kinds.filter((kind) => !isRightAnswer(kind)),
  };
}

function refusedWith(refusal: Conversation["refusal"]): Conversation {
  return { refusal, isUnframed: false, messages: 0, rejections: [], errors: [] };
}

/** Reads a client's stream behind the name that the server gave it. */
function readStream(bytes: Buffer, name: string) {
  const nameEnd = Buffer.byteLength(name);
  const reader = new MessageReader();
  let messages = 0;
  const rejections: RejectionCode[] = [];
  const take = (item: ReturnType<MessageReader["next"]>) => {
    if (item?.kind === "rejected") rejections.push(item.code);
    else if (item) messages++;
    return item !== null;
  };
  reader.push(bytes.subarray(nameEnd));
  while (take(reader.next()));
  take(reader.end());
  return { isUnframed: bytes[nameEnd] !== LINE_FEED, messages, rejections };
}
