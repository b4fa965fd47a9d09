import { writeMessage } from "../load/messages.ts";

/** How clients of one protocol speak: as much of it as a chat of two needs. */
export interface Wire {
  /** The first bytes of a client. */
  join(name: string): Uint8Array;
  /** Comes when it has joined. */
  readonly isJoined: RegExp;
  message(from: string, to: string, text: string): Uint8Array;
  /** A question of the server's whose answer keeps the connection. */
  readonly keepAlive?: { readonly question: RegExp; answer(asked: string): Uint8Array };
  /** The first half of something, which never ends. */
  readonly half: Uint8Array;
  /** What may go on for ever. */
  readonly endless: Uint8Array;
}

const ENDLESS = Buffer.alloc(16 * 1_024, "x");

const chat: Wire = {
  join: (name) => Buffer.from(`${name}\n`),
  isJoined: /Welcome/,
  message: writeMessage,
  half: Buffer.from('{"from": {"name": "ha'),
  endless: ENDLESS,
};

const irc: Wire = {
  join: (name) => Buffer.from(`NICK ${name}\r\nUSER ${name} 0 * :${name}\r\n`),
  isJoined: / 001 /,
  message: (_from, to, text) => Buffer.from(`PRIVMSG ${to} :${text}\r\n`),
  keepAlive: { question: /^PING (.*)$/m, answer: (asked) => Buffer.from(`PONG ${asked}\r\n`) },
  half: Buffer.from("PRIVMSG some"),
  endless: ENDLESS,
};

const nats: Wire = {
  join: (name) => Buffer.from(`CONNECT {"verbose":false}\r\nSUB ${name} 1\r\nPING\r\n`),
  isJoined: /PONG/,
  message: (_from, to, text) => Buffer.from(`PUB ${to} ${Buffer.byteLength(text)}\r\n${text}\r\n`),
  keepAlive: { question: /^(PING)\r$/m, answer: () => Buffer.from("PONG\r\n") },
  half: Buffer.from("PUB some 1000\r\nx"),
  endless: ENDLESS,
};

/** A packet of MQTT 3.1.1: its kind, its length in groups of seven bits, its body. */
function packet(kind: number, ...body: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(body);
  const length: number[] = [];
  for (let rest = content.length; rest > 0 || length.length === 0; rest >>= 7)
    length.push((rest & 127) | (rest > 127 ? 128 : 0));
  return Buffer.concat([Buffer.of(kind, ...length), content]);
}

function mqttText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 255), bytes]);
}

/** The first bytes of the acknowledgement of a subscription. */
const SUBSCRIBED = String.fromCharCode(0x90, 3);

const mqtt: Wire = {
  join: (name) =>
    Buffer.concat([
      packet(0x10, mqttText("MQTT"), Buffer.of(4, 2, 0, 0), mqttText(name)),
      packet(0x82, Buffer.of(0, 1), mqttText(name), Buffer.of(0)),
    ]),
  isJoined: new RegExp(SUBSCRIBED),
  message: (_from, to, text) => packet(0x30, mqttText(to), Buffer.from(text)),
  half: Buffer.of(0x30, 0xff, 0x7f, 0, 4),
  endless: Buffer.concat([Buffer.of(0x30, 0xff, 0xff, 0xff, 0x7f), ENDLESS]),
};

export const WIRES: { readonly [Protocol in "chat" | "irc" | "nats" | "mqtt"]: Wire } = { chat, irc, nats, mqtt };
