import { isIPv4, isIPv6 } from "node:net";
import { normalizeAddress } from "../peer-address.ts";

/**
 * The first bytes of a trusted proxy. A header of the PROXY protocol, version 1 or 2, names the client behind it:
 * https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt
 */
export type ProxyHeader =
  | {
      readonly kind: "header";
      /** The client, or `null` when the proxy speaks for itself (`LOCAL`, `UNKNOWN`). */
      readonly client: ClientAddress | null;
      /** Number of bytes of the header; the client's bytes follow. */
      readonly length: number;
    }
  | { readonly kind: "incomplete" }
  /** `problem` is half a sentence, in ASCII. */
  | { readonly kind: "malformed"; readonly problem: string };

/** The address and the port from which a client has connected to a proxy. */
export interface ClientAddress {
  readonly ip: string;
  readonly port: number;
}

/** Longest header of version 1, its line end included. */
const MAX_LINE_BYTES = 107;

/** Longest accepted header of version 2: addresses, and room for extensions of proxies, which are skipped. */
const MAX_BINARY_BYTES = 4_096;

const LINE_START = Buffer.from("PROXY ");
const SIGNATURE = Buffer.from("\r\n\r\n\0\r\nQUIT\n");

/** Bytes in front of the addresses in version 2. */
const FIXED_BYTES = 16;

const INCOMPLETE: ProxyHeader = { kind: "incomplete" };

/** Reads the header at the start of a connection's bytes, as far as they have come. */
export function readProxyHeader(bytes: Uint8Array): ProxyHeader {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (beginsLike(head, LINE_START)) return readLine(head);
  if (beginsLike(head, SIGNATURE)) return readBinary(head);
  return malformed("there is none");
}

/** Returns whether the bytes begin like a start, as far as they have come. */
function beginsLike(bytes: Buffer, start: Buffer): boolean {
  const length = Math.min(bytes.length, start.length);
  return bytes.subarray(0, length).equals(start.subarray(0, length));
}

function malformed(problem: string): ProxyHeader {
  return { kind: "malformed", problem };
}

/** Reads version 1, a line of text. */
function readLine(bytes: Buffer): ProxyHeader {
  const end = bytes.subarray(0, MAX_LINE_BYTES).indexOf("\r\n");
  if (end >= 0) return readFields(bytes.toString("latin1", 0, end).split(" "), end + 2);
  return bytes.length < MAX_LINE_BYTES ? INCOMPLETE : malformed(`its line has no end within ${MAX_LINE_BYTES} bytes`);
}

function readFields([, family, source = "", target = "", ...ports]: readonly string[], length: number): ProxyHeader {
  if (family === "UNKNOWN") return { kind: "header", client: null, length };
  const isAddress = family === "TCP4" ? isIPv4 : family === "TCP6" ? isIPv6 : null;
  if (!isAddress) return malformed("it has to go on with TCP4, TCP6 or UNKNOWN");
  if (!isAddress(source) || !isAddress(target)) return malformed(`it has to have two addresses of ${family}`);
  if (ports.length !== 2 || !ports.every(isPort)) return malformed("it has to end with two ports");
  return { kind: "header", client: { ip: normalizeAddress(source), port: Number(ports[0]) }, length };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

/** Commands of version 2. */
const Command = { Local: 0x20, Proxy: 0x21 } as const;

/** Transports whose addresses are used. Others (UNIX sockets, UDP, not told) leave the proxy's own address. */
const Transport = { Tcp4: 0x11, Tcp6: 0x21 } as const;
const LAST_FAMILY = 3;
const LAST_PROTOCOL = 2;

/** Reads version 2, which is binary. */
function readBinary(bytes: Buffer): ProxyHeader {
  if (bytes.length < FIXED_BYTES) return INCOMPLETE;
  const command = bytes.readUInt8(12);
  const length = FIXED_BYTES + bytes.readUInt16BE(14);
  if (command !== Command.Local && command !== Command.Proxy) return malformed("its version or command is unknown");
  if (length > MAX_BINARY_BYTES) return malformed(`it is ${length} bytes long, and may be ${MAX_BINARY_BYTES}`);
  if (bytes.length < length) return INCOMPLETE;
  if (command === Command.Local) return { kind: "header", client: null, length };
  return readAddresses(bytes.readUInt8(13), bytes.subarray(FIXED_BYTES, length), length);
}

function readAddresses(transport: number, addresses: Buffer, length: number): ProxyHeader {
  if (transport >> 4 > LAST_FAMILY || (transport & 0x0f) > LAST_PROTOCOL) return malformed("its transport is unknown");
  const addressBytes = transport === Transport.Tcp4 ? 4 : transport === Transport.Tcp6 ? 16 : 0;
  if (addressBytes === 0) return { kind: "header", client: null, length };
  // Two addresses and two ports. What follows them are extensions, which are skipped.
  if (addresses.length < 2 * addressBytes + 4) return malformed("its addresses are cut");
  const source = addresses.subarray(0, addressBytes);
  const groups = source.toString("hex").match(/.{4}/g) ?? [];
  const ip = normalizeAddress(addressBytes === 4 ? source.join(".") : groups.join(":"));
  return { kind: "header", client: { ip, port: addresses.readUInt16BE(2 * addressBytes) }, length };
}
