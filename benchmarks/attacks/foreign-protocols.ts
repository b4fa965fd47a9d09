import { setTimeout as pause } from "node:timers/promises";
import { until } from "../load/concurrency.ts";
import type { Attack } from "./harness/attack.ts";
import type { Claim } from "./harness/claim.ts";
import { RawClient } from "./harness/raw-client.ts";

const SHOUT = '{"from": {"name": "POST / HTTP/1.1", "ip": ""}, "to": "/shout", "msg": "hello from a web page"}\n';
const ANSWER_MS = 3_000;

/** First words of other protocols, and how each has to be answered: HTTP in its own form, the others by their name. */
const OPENINGS: readonly { readonly bytes: string; readonly answer: RegExp }[] = [
  ...["POST / HTTP/1.1", "GET / HTTP/1.1", "OPTIONS * HTTP/1.1", "GET /index.html HTTP/1.0"].map((line) => ({
    bytes: `${line}\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n\r\n${SHOUT}`,
    answer: /^HTTP\/1\.1 400 /,
  })),
  { bytes: `NICK bob\r\nUSER bob 0 * :Bob\r\n${SHOUT}`, answer: /IRC/ },
  { bytes: `CAP LS 302\r\nNICK bob\r\n${SHOUT}`, answer: /IRC/ },
  { bytes: `SSH-2.0-OpenSSH_9.6\r\n${SHOUT}`, answer: /SSH/ },
  { bytes: `PROXY TCP4 10.0.0.1 10.0.0.2 50000 65432\r\n${SHOUT}`, answer: /PROXY/ },
];

export const foreignProtocols: Attack = {
  name: "foreign-protocols",
  summary: "A web page, IRC, SSH and a proxy send what their protocols begin with, and then a shout.",
  bounds: { p99Ms: 50 },
  async carryOut({ port, seconds, begin }) {
    const witness = await RawClient.join(port, "witness");
    witness.senders = "PGONCS";
    const heard: string[] = [];
    witness.onLine = (line) => heard.push(line.slice(0, 100));
    await begin();
    const claims: Claim[] = [];
    for (const opening of OPENINGS) claims.push(await tryOpening(port, opening));
    await pause(seconds * 1_000);
    claims.push({ what: `nobody hears of them (${heard.length} messages)`, isMet: heard.length === 0 });
    return { notes: heard.slice(0, 3), claims };
  },
};

async function tryOpening(port: number, { bytes, answer }: (typeof OPENINGS)[number]): Promise<Claim> {
  const client = new RawClient(port);
  const lines: string[] = [];
  client.onLine = (line) => lines.push(line);
  client.write(bytes);
  // A readable answer is followed by the end of the connection.
  await until(() => client.isClosed, ANSWER_MS);
  const text = lines.join("\n");
  const isMet = answer.test(text) && !text.includes("Welcome ") && client.isClosed;
  client.vanish();
  const [first = ""] = bytes.split("\r\n");
  return { what: `"${first}" is refused by ${answer} (${text.slice(0, 120) || "no answer"})`, isMet };
}
