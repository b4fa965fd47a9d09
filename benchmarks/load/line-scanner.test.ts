import { describe, expect, it } from "vitest";
import { LineScanner } from "./line-scanner.ts";

const fromServer = '{"from": {"name": "SERVER", "ip": "0.0.0.0"}, "msg": "a"}';
const fromShouter = '{"from": {"name": "loud", "ip": "127.0.0.1"}, "msg": "b"}';

describe("LineScanner", () => {
  it.each([1, 7, 64, 1_000])("finds the same lines in chunks of %i bytes", (size) => {
    expect(scan(`${fromServer}\n${fromShouter}\n\n${fromServer}\n`, size)).toEqual([
      fromServer,
      fromShouter,
      "",
      fromServer,
    ]);
  });

  it("gives no more than the beginning of a long line", () => {
    expect(scan(`${"x".repeat(5_000)}\nnext\n`, 700)).toEqual(["x".repeat(1_024), "next"]);
  });

  it("skips what others than the wanted senders wrote", () => {
    expect(scan(`${fromShouter}\n${fromServer}\n${fromShouter}\n${fromServer}\n`, 150, "S")).toEqual([
      fromServer,
      fromServer,
    ]);
  });

  it("does not look at older bytes behind the end", () => {
    const lines: string[] = [];
    new LineScanner((line) => lines.push(line)).scan(Buffer.from("ab\ncd\nef\n"), 4);
    expect(lines).toEqual(["ab"]);
  });
});

function scan(text: string, size: number, senders = ""): string[] {
  const lines: string[] = [];
  const scanner = new LineScanner((line) => lines.push(line));
  scanner.senders = senders;
  for (let at = 0; at < text.length; at += size) {
    const chunk = Buffer.from(text.slice(at, at + size));
    scanner.scan(chunk, chunk.length);
  }
  return lines;
}
