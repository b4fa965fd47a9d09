import { describe, expect, it } from "vitest";
import { type ClientAddress, type ProxyHeader, readProxyHeader } from "./proxy-header.ts";

const SIGNATURE = "0d0a0d0a000d0a515549540a";

/** A header of version 2: what stands behind the signature, without the length, which is that of the rest. */
function binary(command: string, rest: string, length = rest.length / 2): Buffer {
  return Buffer.from(SIGNATURE + command + length.toString(16).padStart(4, "0") + rest, "hex");
}

const TCP4 = "0a000007" + "0a000001" + "1389" + "ff98";
const TCP6 = "20010db8000000000000000000000007" + "00000000000000000000000000000001" + "1389" + "ff98";
const MAPPED = "00000000000000000000ffff0a000007" + "00000000000000000000ffff0a000001" + "1389" + "ff98";
const EXTENSION = "04" + "0003" + "abcdef";

const HEADERS: readonly (readonly [string, Buffer, ClientAddress | null])[] = [
  ["version 1, IPv4", Buffer.from("PROXY TCP4 10.0.0.7 10.0.0.1 5001 65432\r\n"), { ip: "10.0.0.7", port: 5001 }],
  ["version 1, IPv6", Buffer.from("PROXY TCP6 2001:0DB8::0007 ::1 5001 65432\r\n"), { ip: "2001:db8::7", port: 5001 }],
  [
    "version 1, an IPv4 address that IPv6 has mapped",
    Buffer.from("PROXY TCP6 ::FFFF:10.0.0.7 ::1 1 2\r\n"),
    { ip: "10.0.0.7", port: 1 },
  ],
  [
    "version 1, mapped and in hexadecimal",
    Buffer.from("PROXY TCP6 ::ffff:a00:7 ::1 1 2\r\n"),
    { ip: "10.0.0.7", port: 1 },
  ],
  ["version 1, unknown", Buffer.from("PROXY UNKNOWN\r\n"), null],
  ["version 1, unknown and more", Buffer.from("PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n"), null],
  ["version 1, as long as can be", Buffer.from(`PROXY UNKNOWN ${"x".repeat(91)}\r\n`), null],
  ["version 2, IPv4", binary("2111", TCP4), { ip: "10.0.0.7", port: 5001 }],
  ["version 2, IPv6", binary("2121", TCP6), { ip: "2001:db8::7", port: 5001 }],
  ["version 2, an IPv4 address that IPv6 has mapped", binary("2121", MAPPED), { ip: "10.0.0.7", port: 5001 }],
  ["version 2, with an extension", binary("2111", TCP4 + EXTENSION), { ip: "10.0.0.7", port: 5001 }],
  ["version 2, with many extensions", binary("2111", TCP4 + EXTENSION.repeat(600)), { ip: "10.0.0.7", port: 5001 }],
  ["version 2, local", binary("2000", ""), null],
  ["version 2, local with an address", binary("2011", TCP4), null],
  ["version 2, proxied but not told from where", binary("2100", ""), null],
  ["version 2, from a UNIX socket", binary("2131", "00".repeat(216)), null],
  ["version 2, by UDP", binary("2112", TCP4), null],
];

describe("readProxyHeader", () => {
  it.each(HEADERS)("reads %s", (_, bytes, client) => {
    const whole: ProxyHeader = { kind: "header", client, length: bytes.length };
    expect(readProxyHeader(bytes)).toEqual(whole);
    expect(readProxyHeader(Buffer.concat([bytes, Buffer.from("Ada\r\n")]))).toEqual(whole);
  });

  it.each(HEADERS)("waits for the rest of %s, wherever it is cut", (_, bytes) => {
    for (let end = 0; end < bytes.length; end++) {
      expect(readProxyHeader(bytes.subarray(0, end)), `cut after ${end}`).toEqual({ kind: "incomplete" });
    }
  });

  it.each([
    ["a name", Buffer.from("Ada\n"), "there is none"],
    ["a name that begins like it", Buffer.from("PROXYA"), "there is none"],
    ["HTTP", Buffer.from("GET / HTTP/1.1\r\n"), "there is none"],
    ["another signature", Buffer.from("\r\n\r\n\r"), "there is none"],
    ["another family", Buffer.from("PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n"), "it has to go on with TCP4, TCP6 or UNKNOWN"],
    ["no family", Buffer.from("PROXY \r\n"), "it has to go on with TCP4, TCP6 or UNKNOWN"],
    ["no addresses", Buffer.from("PROXY TCP4\r\n"), "it has to have two addresses of TCP4"],
    ["half an address", Buffer.from("PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n"), "it has to have two addresses of TCP4"],
    ["the other address", Buffer.from("PROXY TCP6 1.2.3.4 ::1 1 2\r\n"), "it has to have two addresses of TCP6"],
    ["two spaces", Buffer.from("PROXY TCP4  1.2.3.4 1.2.3.4 1 2\r\n"), "it has to have two addresses of TCP4"],
    ["one port", Buffer.from("PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n"), "it has to end with two ports"],
    ["three ports", Buffer.from("PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3\r\n"), "it has to end with two ports"],
    ["a port too high", Buffer.from("PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n"), "it has to end with two ports"],
    ["no end", Buffer.from(`PROXY UNKNOWN ${"x".repeat(93)}`), "its line has no end within 107 bytes"],
    ["an end too late", Buffer.from(`PROXY UNKNOWN ${"x".repeat(92)}\r\n`), "its line has no end within 107 bytes"],
    ["another version", binary("1111", TCP4), "its version or command is unknown"],
    ["another command", binary("2211", TCP4), "its version or command is unknown"],
    ["another transport", binary("2141", TCP4), "its transport is unknown"],
    ["another protocol", binary("2113", TCP4), "its transport is unknown"],
    ["an IPv4 address that is cut", binary("2111", TCP4.slice(2)), "its addresses are cut"],
    ["an IPv6 address that is cut", binary("2121", TCP4), "its addresses are cut"],
    ["more than it may have", binary("2111", "", 4_081), "it is 4097 bytes long, and may be 4096"],
  ])("says what is wrong with %s", (_, bytes, problem) => {
    expect(readProxyHeader(bytes)).toEqual({ kind: "malformed", problem });
  });
});
