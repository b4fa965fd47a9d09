import { expect, it } from "vitest";
import { FirstBytes } from "./first-bytes.ts";

function createFirstBytes(...chunks: readonly string[]): FirstBytes {
  const bytes = new FirstBytes(1_024);
  for (const chunk of chunks) bytes.push(Buffer.from(chunk));
  return bytes;
}

it("waits for the end of a name, and takes what came for it when nothing more comes", () => {
  const bytes = createFirstBytes("Ad", "a");
  expect([bytes.next(), bytes.length]).toEqual([null, 3]);
  expect(bytes.finish()).toMatchObject({ kind: "name", name: "Ada", endedByNewline: false });
});

it("knows a name by its newline, with what follows", () => {
  expect(createFirstBytes("Ada\n{").next()).toMatchObject({
    kind: "name",
    name: "Ada",
    endedByNewline: true,
    offset: 4,
  });
  expect(createFirstBytes(" {").next()).toMatchObject({ kind: "message", offset: 1 });
  expect(createFirstBytes('"\n').next()).toMatchObject({ kind: "refused" });
});

it("recognises another protocol", () => {
  const bytes = createFirstBytes("GET / HTTP/1.1\r\n");
  expect(bytes.next()).toMatchObject({ kind: "stranger", stranger: { protocol: "HTTP" } });
});

it("keeps what comes behind a name while it may become another protocol", () => {
  const bytes = createFirstBytes("Ada /{");
  expect(bytes.next()).toBeNull();
  bytes.push(Buffer.from("}"));
  expect(bytes.next()).toBeNull();
  expect(bytes.finish()).toMatchObject({ kind: "name", name: "Ada /", rest: Buffer.from("{}") });
});

it("judges bytes that come one by one anew when there are twice as many, or a line has its end", () => {
  const start = "Ada /{aaaaaaaaaaa";
  const bytes = createFirstBytes(...start);
  expect(bytes.next()).toBeNull();
  // No HTTP any more. Of one byte more that is not noticed yet.
  bytes.push(Buffer.from(" x"));
  expect(bytes.next()).toBeNull();
  bytes.push(Buffer.from("\n"));
  expect(bytes.next()).toMatchObject({ kind: "name", name: "Ada /", rest: Buffer.from("{aaaaaaaaaaa x\n") });
});

it("holds nothing once it is cleared", () => {
  const bytes = createFirstBytes("Ada");
  expect(bytes.heldBytes).toBe(6);
  bytes.clear();
  expect([bytes.heldBytes, bytes.length, bytes.head.length]).toEqual([0, 0, 0]);
});
