import { until } from "../../load/concurrency.ts";
import type { Attack } from "../attack.ts";

const SHOUT = '{"from": {"name": "POST / HTTP/1.1", "ip": ""}, "to": "/shout", "msg": "hello from a web page"}\n';
const HEADERS = "Host: 127.0.0.1\r\nContent-Type: text/plain\r\n\r\n";
const ANSWER_MS = 5_000;

/** Request lines such as web pages can cause without being asked. */
const REQUESTS = ["POST / HTTP/1.1", "GET / HTTP/1.1", "OPTIONS * HTTP/1.1", "GET /index.html HTTP/1.0"];

/** First bytes of other protocols, and how each has to be answered: HTTP in its own form, the others by their name. */
const OPENINGS: readonly [bytes: string | Buffer, answer: RegExp][] = [
  ...REQUESTS.map((line): [string, RegExp] => [`${line}\r\n${HEADERS}${SHOUT}`, /^HTTP\/1\.1 400 /]),
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
    const heard = room.hear([witness], /^/, "PGONCS");
    await room.begin();
    for (const [bytes, answer] of OPENINGS) {
      const client = room.open(bytes);
      const lines: string[] = [];
      client.onLine = (line) => lines.push(line);
      // A readable answer is followed by the end of the connection.
      const isClosed = await until(() => client.isClosed, ANSWER_MS);
      const text = lines.join("\n");
      const isMet = isClosed && answer.test(text) && !text.includes("Welcome ");
      room.claim(`"${`${bytes}`.slice(0, 20)}" is refused by ${answer} (${text.slice(0, 80) || "no answer"})`, isMet);
    }
    await room.pass();
    room.claim(`nobody hears of them (${heard.count} messages)`, heard.count === 0);
  },
};
