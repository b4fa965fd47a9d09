import { latin1 } from "./latin-1.ts";
import type { RecognisedMistake } from "./mistake.ts";

/** A peer that speaks another protocol, by the first bytes that it sent. */
export interface Stranger {
  /** The protocol: `HTTP`. */
  readonly protocol: string;
  /** A sentence in ASCII: what the bytes look like, and what to do. The server puts `⛔ Error: ` before it. */
  readonly text: string;
}

/** The verdict while more bytes have to decide. Until then the peer is neither accepted nor refused. */
export const UNDECIDED = "undecided";

/** Number of first bytes that are judged. A longer request line is not usual, and other servers refuse it too. */
export const MAX_STRANGER_BYTES = 8 * 1024;

/** A range of values for each of the first bytes. */
type BytePattern = readonly (readonly [from: number, to: number])[];

interface ForeignProtocol extends Stranger {
  /** A first line, or the start of one, of this protocol and no other. */
  readonly line?: RegExp;
  /** Bytes that may still become such a line. Tested only while no line feed has come. */
  readonly beginning?: RegExp;
  /** A line of this protocol that was cut, by silence or by the end of the input. */
  readonly cutLine?: RegExp;
  /** The first bytes of a binary protocol. None of these can begin a name. */
  readonly bytes?: BytePattern;
  /** Number of those bytes that is enough when nothing more comes; all of them by default. */
  readonly enoughBytes?: number;
}

/** Reads a pattern in hexadecimal digits: `16 03 00-04 ??` is two bytes, one of five values, and any byte. */
function bytePattern(text: string): BytePattern {
  return text.split(" ").map((range) => {
    const [from = "", to = from] = range === "??" ? ["00", "ff"] : range.split("-");
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}

const NEEDS = "this port is for chat clients, which begin with a name and a newline";

const OWN_PROTOCOL = "This chat has a protocol of its own: connect with a client that is made for it.";

/** The token of RFC 9110; a longer one is no method. */
const TOKEN = "[!#$%&'*+.^_`|~\\w-]{1,32}";
/** A request target, loosely: clients write characters that the RFC does not allow, such as braces. */
const TARGET = "[!-~\\x80-\\xff]+";
const METHOD = "(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PROPFIND)";
/** The rest of a command's line. With a brace and a quote it is the first message of a user who has that word for a name. */
const ARGUMENTS = '(?: (?:(?!\\{\\s*")[^\\r\\n])*)?';

/** Describes a protocol whose first line is a command in capitals. The carriage return tells it from a user of that name. */
function commandLine(commands: string): Pick<ForeignProtocol, "line" | "beginning" | "cutLine"> {
  const command = `^(?:${commands})${ARGUMENTS}`;
  return {
    line: new RegExp(`${command}\\r\\n`),
    beginning: new RegExp(`${command}\\r?$`),
    cutLine: new RegExp(`${command}\\r$`),
  };
}

const AS_TEXT = `${NEEDS}, as plain text`;

/** Describes a protocol whose first bytes begin no name. */
function binary(protocol: string, name: string, bytes: string, remedy: string, needs = NEEDS): ForeignProtocol {
  return { protocol, text: `This looks like ${name}: ${needs}. ${remedy}`, bytes: bytePattern(bytes) };
}

/** The protocols that are recognised. Bytes are read as Latin-1: a character is a byte. */
const PROTOCOLS: readonly ForeignProtocol[] = [
  {
    protocol: "HTTP",
    text: `This looks like HTTP, as a browser or a web page sends it: ${NEEDS}. Connect with a chat client instead.`,
    line: new RegExp(`^${TOKEN} ${TARGET} HTTP/\\d\\.\\d\\r?\\n`),
    beginning: new RegExp(`^(?:${METHOD} ${TARGET}|${TOKEN} /[!-~\\x80-\\xff]*)(?: (?:H[TP/\\d.]{0,7}\\r?)?)?$`),
    // A web page can make its line so long that it comes in parts: its start has to be enough.
    cutLine: new RegExp(
      `^(?:${METHOD} (?:/|https?://)[!-~\\x80-\\xff]*(?: (?:H[TP/\\d.]{0,7}\\r?)?)?|${TOKEN} ${TARGET} HTTP/[\\d.]{0,3}\\r?)$`,
    ),
  },
  {
    protocol: "SIP or RTSP",
    text: `This looks like SIP or RTSP, as phones and cameras send it: ${NEEDS}. Connect with a chat client instead.`,
    line: new RegExp(`^${TOKEN} ${TARGET} (?:SIP|RTSP)/\\d\\.\\d\\r?\\n`),
  },
  {
    protocol: "IRC",
    text: `This looks like IRC: ${NEEDS}. ${OWN_PROTOCOL}`,
    ...commandLine("NICK|USER|PASS|CAP"),
  },
  {
    protocol: "SMTP",
    text: `This looks like SMTP, as mail programs send it: ${NEEDS}. Choose another port for mail.`,
    ...commandLine("EHLO|HELO"),
  },
  {
    protocol: "SSH",
    text: `This looks like SSH: ${NEEDS}. Choose another port for SSH (22 is usual), or connect with a chat client.`,
    line: /^SSH-(?:2\.0|1\.\d{1,2})-/,
  },
  {
    protocol: "PROXY",
    text: "This looks like a PROXY protocol header, and your address is none of a trusted proxy. Start the server with --trusted-proxy and the address of the proxy, or let the proxy send no header.",
    line: /^PROXY (?:TCP4 [\d.]+ |TCP6 [\da-fA-F:.]+ |UNKNOWN(?: [^\r\n]*)?(?:\r?\n|\r$))/,
    cutLine: /^PROXY TCP[46](?: [\da-fA-F.: ]*)?\r?$/,
    bytes: bytePattern("0d 0a 0d 0a 00 0d 0a 51 55 49 54 0a"),
  },
  {
    ...binary(
      "TLS",
      "TLS (SSL)",
      "16 03 00-04 00-48 ?? 01 00 ?? ?? 03 00-03",
      "Switch TLS off in your client.",
      AS_TEXT,
    ),
    // The first bytes of a record of a handshake, whose first message is a ClientHello.
    enoughBytes: 3,
  },
  // Length, ClientHello, version, and the lengths of ciphers, session and challenge.
  binary("TLS", "SSL 2", "80 ?? 01 00-03 00-03 00 ?? 00 00-20 00 10-20", "Switch SSL off in your client.", AS_TEXT),
  // WILL, WON'T, DO or DON'T, and the option: a small number, since with a letter it is the byte order mark of UTF-16.
  binary(
    "telnet",
    "telnet",
    "ff fb-fe 00-2f",
    "Choose a raw connection (in PuTTY: Raw), or use nc in place of telnet.",
  ),
  binary("RDP", "RDP, a remote desktop", "03 00 00 ?? ?? e0", "Choose another port for it (3389 is usual)."),
  binary(
    "SMB",
    "SMB, as file shares use it",
    "00 00 ?? ?? fe-ff 53 4d 42",
    "Choose another port for it (445 is usual).",
  ),
  binary("MQTT", "MQTT", "10 ?? 00 04-06 4d 51", OWN_PROTOCOL),
  binary("SOCKS", "SOCKS", "05 01-04 00-02", "The server is no proxy: take its address out of the proxy settings."),
  {
    protocol: "Redis",
    text: `This looks like Redis: ${NEEDS}. Choose another port for Redis (6379 is usual).`,
    line: /^\*\d{1,3}\r\n\$\d{1,6}\r\n/,
  },
];

/** The same protocols as mistakes, for bytes behind a name: a telnet client may negotiate at any time. */
export const FOREIGN_PROTOCOLS: readonly RecognisedMistake[] = PROTOCOLS.map((candidate) => ({
  name: candidate.protocol.toLowerCase().replaceAll(" ", "-"),
  words: candidate.text,
  looksAhead: true,
  recognise: ({ bytes, latin1: text }) => judge(candidate, bytes, text, false) === true,
}));

/** Begins as nearly everybody does, and as no protocol does: a connection costs a twentieth less for it. */
const PLAIN_NAME_LINE = /^(?!SSH-)[A-Za-z0-9._-]+\n/;

/**
 * Recognises another protocol by the first bytes of a connection. A name is taken for one only if it is exactly how such a
 * protocol begins: `GET`, `SSH` and `Nick Bob` are names like any other.
 *
 * @param isComplete - true when nothing more comes, or is not waited for: then the verdict is never {@link UNDECIDED}
 */
export function findStranger(bytes: Uint8Array, isComplete: boolean): Stranger | typeof UNDECIDED | null {
  const head = bytes.subarray(0, MAX_STRANGER_BYTES);
  const text = latin1(head);
  if (PLAIN_NAME_LINE.test(text)) return null;
  const mayGrow = !isComplete && head.length < MAX_STRANGER_BYTES;
  let isUndecided = false;
  for (const candidate of PROTOCOLS) {
    const verdict = judge(candidate, head, text, mayGrow);
    if (verdict === true) return { protocol: candidate.protocol, text: candidate.text };
    if (verdict === UNDECIDED) isUndecided = true;
  }
  return isUndecided ? UNDECIDED : null;
}

function judge(candidate: ForeignProtocol, head: Uint8Array, text: string, mayGrow: boolean) {
  const { line, beginning, cutLine, bytes = [], enoughBytes = bytes.length } = candidate;
  if (line?.test(text)) return true;
  if (!text.includes("\n")) {
    if (mayGrow && beginning?.test(text)) return UNDECIDED;
    if (!mayGrow && cutLine?.test(text)) return true;
  }
  const [first] = bytes;
  if (!first || !isWithin(head[0], ...first)) return false;
  const known = bytes.slice(0, head.length);
  if (!known.every(([from, to], at) => isWithin(head[at], from, to))) return false;
  if (known.length === bytes.length) return true;
  return mayGrow ? UNDECIDED : known.length >= enoughBytes;
}

function isWithin(byte: number | undefined, from: number, to: number): boolean {
  return byte !== undefined && byte >= from && byte <= to;
}
