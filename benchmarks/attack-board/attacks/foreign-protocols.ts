import { until } from "../../load/concurrency.ts";
import type { Attack } from "../attack.ts";

const SHOUT = '{"from": {"name": "POST / HTTP/1.1", "ip": ""}, "to": "/shout", "msg": "hello from a web page"}\n';
const ANSWER_MS = 5_000;

/** First words of other protocols, and how each has to be answered: HTTP in its own form, the others by their name. */
const OPENINGS: readonly (readonly [bytes: string | Buffer, answer: RegExp])[] = [
  ...["POST / HTTP/1.1", "GET / HTTP/1.1", "OPTIONS * HTTP/1.1", "GET /index.html HTTP/1.0"].map(
    (line) => [`${line}\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n\r\n${SHOUT}`, /^HTTP\/1\.1 400 /] as const,
  ),
  [`NICK bob\r\nUSER bob 0 * :Bob\r\n${SHOUT}`, /IRC/],
  [`CAP LS 302\r\nNICK bob\r\n${SHOUT}`, /IRC/],
  [`SSH-2.0-OpenSSH_9.6\r\n${SHOUT}`, /SSH/],
  [`PROXY TCP4 10.0.0.1 10.0.0.2 50000 65432\r\n${SHOUT}`, /PROXY/],
  [Buffer.from("0d0a0d0a000d0a515549540a2111000c7f0000017f0000011f90ff98", "hex"), /PROXY/],
  [Buffer.concat([Buffer.from("1603010200010001fc0303", "hex"), Buffer.alloc(64, 7)]), /TLS/],
];

export const attack: Attack = {
  summary: "A web page, IRC, SSH, TLS and proxies send what their protocols begin with, and then a shout.",
  aim: "C-37, strangers are refused in words that name their protocol",
  async carryOut(room) {
    const witness = await room.join("witness");
    witness.senders = "PGONCS";
    const heard: string[] = [];
    witness.onLine = (line) => heard.push(line.slice(0, 100));
    await room.begin();
    for (const [bytes, answer] of OPENINGS) {
      const client = room.open();
      const lines: string[] = [];
      client.onLine = (line) => lines.push(line);
      client.write(bytes);
      // A readable answer is followed by the end of the connection.
      await until(() => client.isClosed, ANSWER_MS);
      const text = lines.join("\n");
      const isMet = answer.test(text) && !text.includes("Welcome ") && client.isClosed;
      room.claim(`"${`${bytes}`.slice(0, 20)}" is refused by ${answer} (${text.slice(0, 80) || "no answer"})`, isMet);
    }
    await room.pass();
    room.claim(`nobody hears of them (${heard.length} messages)`, heard.length === 0);
  },
};
