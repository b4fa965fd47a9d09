import { describe, expect, it } from "vitest";
import { MAX_NAME_BYTES } from "../limits.ts";
import { findStranger, MAX_STRANGER_BYTES, UNDECIDED } from "./foreign-protocols.ts";

const TLS_HELLO = Buffer.from("160301020a010002060303".padEnd(160, "7b"), "hex");
const SSL2_HELLO = Buffer.from(
  "802e0100020015000000100100800200800300800400800500800600400700c0".padEnd(96, "55"),
  "hex",
);
const PROXY_V2 = Buffer.from("0d0a0d0a000d0a515549540a2111000c0a0000070a00000100501f90", "hex");

/** The first bytes of each protocol, and its name. */
const STRANGERS: readonly (readonly [string, string, string | Uint8Array])[] = [
  ["a page in a browser", "HTTP", "GET / HTTP/1.1\r\nHost: chat:65432\r\nAccept: */*\r\n\r\n"],
  [
    "a web page's form",
    "HTTP",
    'POST / HTTP/1.1\r\nHost: x\r\n\r\n{"from":{"name":"a","ip":""},"to":"/shout","msg":"x"}\n',
  ],
  ["a target with braces", "HTTP", "POST /{id}/{name} HTTP/1.1\r\nHost: x\r\n\r\n"],
  ["a target that begins with a brace", "HTTP", "GET {x} HTTP/1.1\r\n\r\n"],
  ["a target with JSON", "HTTP", 'GET /?q={"a":1} HTTP/1.1\r\nHost: x\r\n\r\n'],
  ["an absolute target", "HTTP", "GET http://example.org/ HTTP/1.0\r\n\r\n"],
  ["a target of a proxy", "HTTP", "CONNECT example.org:443 HTTP/1.1\r\n\r\n"],
  ["a target for all", "HTTP", "OPTIONS * HTTP/1.1\r\n\r\n"],
  ["a method of one's own", "HTTP", "x-Frob.1 /a HTTP/1.1\r\n\r\n"],
  ["bare line feeds", "HTTP", "HEAD /a HTTP/1.0\n\n"],
  ["a target that is not ASCII", "HTTP", "GET /é HTTP/1.1\r\n\r\n"],
  ["HTTP/2", "HTTP", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["a long target", "HTTP", `GET /${"a".repeat(4_000)} HTTP/1.1\r\n`],
  ["a long target and any method", "HTTP", `REPORT /${"a".repeat(4_000)} HTTP/1.1\r\n`],
  ["a target longer than anybody reads", "HTTP", `GET /${"a".repeat(2 * MAX_STRANGER_BYTES)}`],
  ["a camera's viewer", "SIP or RTSP", "OPTIONS rtsp://chat/ RTSP/1.0\r\nCSeq: 1\r\n\r\n"],
  ["a phone", "SIP or RTSP", "REGISTER sip:chat SIP/2.0\r\n\r\n"],
  ["capabilities", "IRC", "CAP LS 302\r\nNICK bob\r\nUSER bob 0 * :Bob\r\n"],
  ["a nick", "IRC", "NICK bob\r\n"],
  ["a nick with a brace", "IRC", "NICK {bob}\r\n"],
  ["a user", "IRC", "USER bob 0 * :Bob\r\n"],
  ["a password", "IRC", "PASS secret\r\n"],
  ["a command alone", "IRC", "CAP\r\n"],
  ["a mail program", "SMTP", "EHLO example.org\r\n"],
  ["an old mail program", "SMTP", "HELO example.org\r\n"],
  ["OpenSSH", "SSH", "SSH-2.0-OpenSSH_9.9\r\n"],
  ["an SSH for old servers", "SSH", "SSH-1.99-x\n"],
  ["an old SSH", "SSH", "SSH-1.5-1.2.27\n"],
  ["a proxy, version 1", "PROXY", "PROXY TCP4 10.0.0.7 10.0.0.1 5000 65432\r\nAda\n"],
  ["a proxy, version 1, by IPv6", "PROXY", "PROXY TCP6 2001:db8::7 ::1 5000 65432\r\n"],
  ["a proxy, version 1, that does not know", "PROXY", "PROXY UNKNOWN\r\n"],
  ["a proxy, version 1, that does not want to tell", "PROXY", "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"],
  ["a proxy, version 2", "PROXY", PROXY_V2],
  ["TLS", "TLS", TLS_HELLO],
  ["SSL 2", "TLS", SSL2_HELLO],
  ["telnet", "telnet", Uint8Array.of(0xff, 0xfd, 0x03, 0xff, 0xfb, 0x18)],
  ["PuTTY", "telnet", Uint8Array.of(0xff, 0xfb, 0x1f, 0xff, 0xfb, 0x20)],
];

const NAMES = [
  "GET",
  "POST",
  "HTTP",
  "HTTP/1.1",
  "SSH",
  "SSH-2.0",
  "SSH-3.0-x",
  "PROXY",
  "PROXY TCP4",
  "PROXY TCP4 fan",
  "PROXY UNKNOWNS",
  "TLS",
  "NICK",
  "NICKI",
  "CAPTAIN",
  "GET /",
  "GET / HTTP",
  "GET / HTTP/1.1 now",
  "GET  / HTTP/1.1",
  "get a life",
  "Nick Bob",
  "nick bob",
  "NICK bob",
  "PASS secret",
  "EHLO example.org",
  "Ada",
  "Ada Lovelace",
  "Ada /x",
  "Zoë 🙂",
  "Анна",
];

function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === "string" ? Buffer.from(text) : text;
}

function protocolOf(bytes: string | Uint8Array, isComplete = true): string | null {
  const stranger = findStranger(bytesOf(bytes), isComplete);
  return stranger === UNDECIDED ? UNDECIDED : (stranger?.protocol ?? null);
}

describe("findStranger", () => {
  it.each(STRANGERS)("knows %s as %s", (_, protocol, bytes) => {
    expect(protocolOf(bytes)).toBe(protocol);
    expect(protocolOf(bytes, false)).toBe(protocol);
  });

  it.each(STRANGERS)("takes the start of %s for nothing else, however it is cut", (_, protocol, bytes) => {
    const whole = bytesOf(bytes);
    for (let end = 0; end < Math.min(whole.length, 200); end++) {
      expect([null, protocol], `cut after ${end}`).toContain(protocolOf(whole.subarray(0, end)));
      expect([null, protocol, UNDECIDED], `cut after ${end}`).toContain(protocolOf(whole.subarray(0, end), false));
    }
  });

  it.each(["PROXY TCP4", "PROXY TCP4 192.0.2.7", "PROXY TCP6 2001:db8::1 "])(
    "knows %j as a header that was cut",
    (line) => {
      expect(protocolOf(line)).toBe("PROXY");
    },
  );

  it.each(NAMES)("knows %j as nobody but a user", (name) => {
    for (const end of ["\n", '\n{"from": {"name": "a", "ip": ""}, "to": "b", "msg": "c"}\r\n']) {
      expect(protocolOf(name + end)).toBeNull();
      expect(protocolOf(name + end, false)).toBeNull();
    }
  });

  it.each(["Ada", "Nick Bob", "Zoë", "GET", "SSH", "HTTP/1.1", "nick bob", "Ada /x"])(
    "knows %j as a user without a newline, or with a carriage return before it",
    (name) => {
      for (const end of ["", "\r", "\r\n", '{"from": {"name": "a", "ip": ""}, "to": "b", "msg": "c"}']) {
        expect(protocolOf(name + end)).toBeNull();
      }
    },
  );

  it.each(["NICK", "USER", "EHLO"])("knows %s as a user whose first message comes in the same line", (name) => {
    for (const message of ['{"from"', ' {"from": {"name": "a"}}\r\n', '  { "from": {"name": "a"}}\r\n'])
      expect(protocolOf(name + message, false)).toBeNull();
  });

  it("waits for the rest of what may be another protocol's first bytes", () => {
    const starts = ["GET /", "POST /{id", "FROB /{id", "GET {", "GET /{id} HTTP/1.", "NICK {", "CAP {x}\r"];
    for (const start of [...starts, TLS_HELLO.subarray(0, 5), PROXY_V2.subarray(0, 5), Uint8Array.of(0xff)])
      expect(protocolOf(start, false)).toBe(UNDECIDED);
  });

  it("waits no longer than its limit, nor for what a message has begun", () => {
    const endless = `FROB /${"a".repeat(MAX_STRANGER_BYTES)}`;
    expect(protocolOf(endless.slice(0, MAX_STRANGER_BYTES - 1), false)).toBe(UNDECIDED);
    expect(protocolOf(endless, false)).toBeNull();
    for (const start of ['Ada{"from"', 'Ada Lovelace{"from"', 'GET /{"from": {', "x".repeat(1_025)])
      expect(protocolOf(start, false)).toBeNull();
  });

  it.each([
    ["GET / HT", "HTTP"],
    ["GET /", "HTTP"],
    ["POST /{id", "HTTP"],
    ["FROB /a HTTP/", "HTTP"],
    ["FROB /a HTTP/1.1\r", "HTTP"],
    ["FROB /a HT", null],
    ["FROB /{id", null],
    ["GET", null],
    ["GET ", null],
    ["NICK bob\r", "IRC"],
    ["NICK bo", null],
    ["EHLO example.org\r", "SMTP"],
    ["SSH-2.0", null],
    ["PROXY UNKNOWN\r", "PROXY"],
    ["\x16\x03\x01", "TLS"],
    ["\x16\x03", null],
  ])("judges %j, when nothing more comes, as %s", (start, protocol) => {
    expect(protocolOf(Buffer.from(start, "latin1"))).toBe(protocol);
  });

  it("says what it is and what to do, in ASCII and under 300 bytes", () => {
    for (const [, protocol, bytes] of STRANGERS) {
      const stranger = findStranger(bytesOf(bytes), true);
      if (!stranger || stranger === UNDECIDED) throw new Error(`Expected ${protocol}.`);
      expect(stranger.text).toMatch(/^This looks like [ -~]+\.$/);
      expect(Buffer.byteLength(`⛔ Error: ${stranger.text}`)).toBeLessThan(300);
    }
  });

  it("judges no more bytes than its limit", () => {
    const line = `GET /${"a".repeat(MAX_STRANGER_BYTES)} HTTP/1.1\r\n`;
    expect(protocolOf(line.replace("GET", "FROB"))).toBeNull();
    expect(MAX_STRANGER_BYTES).toBeGreaterThan(MAX_NAME_BYTES);
  });
});
