import { MessageReader } from "@chat/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinBytes, recordClient } from "../test/record.ts";

const HANDSHAKE = "Ada\n";
const utf8 = new TextEncoder();

/** Parts of a stream: messages with any text, what is nearly one, and any bytes. */
const part = fc.oneof(
  fc.string({ unit: "grapheme" }).map((msg) => JSON.stringify({ from: { name: "Ada", ip: "" }, to: "Bob", msg })),
  fc.string().map((msg) => JSON.stringify({ msg, to: "msg", from: { ip: "msg", name: "msg" } }, null, 1)),
  fc.constantFrom("{'from': 1}", "garbage\n", "{", "}", '"', "\\", "\n", '{"msg":"a"}', '{"from":"'),
  fc.uint8Array({ maxLength: 6 }),
);

const stream = fc
  .array(part, { maxLength: 8 })
  .map((parts) =>
    Uint8Array.from(parts.flatMap((bytes) => [...(typeof bytes === "string" ? utf8.encode(bytes) : bytes)])),
  );

const cuts = fc.array(fc.nat(400), { maxLength: 12 });

function cutAt(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const ends = [...new Set([...positions.filter((at) => at < bytes.length), bytes.length])].toSorted((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe("a recorder, for any bytes and any cuts", () => {
  it("loses nothing when it shows everything", () => {
    fc.assert(
      fc.property(stream, cuts, (bytes, positions) => {
        const { events } = recordClient([HANDSHAKE, ...cutAt(bytes, positions)], { showsMessages: true });
        expect(joinBytes(events, "client").subarray(HANDSHAKE.length)).toEqual(bytes);
      }),
    );
  });

  it("finds what the reader of the contract finds, and masks exactly the texts of the messages", () => {
    fc.assert(
      fc.property(stream, cuts, (bytes, positions) => {
        const { events } = recordClient([HANDSHAKE, ...cutAt(bytes, positions)]);
        const reader = new MessageReader({ offset: HANDSHAKE.length });
        reader.push(bytes);
        const expected: object[] = [];
        let isOver = false;
        for (let item = reader.next(); item; item = reader.next()) {
          const { offset } = item;
          expected.push(item.kind === "message" ? { event: "frame", offset } : { event: "rejected", offset });
          isOver ||= item.kind === "rejected" && item.isFatal;
        }
        const end = reader.end();
        if (end) expected.push({ event: "rejected", offset: end.offset });
        const found = events.filter(({ event }) => event === "frame" || event === "rejected");
        expect(found).toMatchObject(expected);
        if (isOver) return;
        const masked = utf8.encode(HANDSHAKE + " ".repeat(bytes.length));
        masked.set(bytes, HANDSHAKE.length);
        for (const event of found) {
          if (event.event !== "frame" || !event.masked) continue;
          const { offset, length } = event.masked;
          const text = JSON.parse(`"${new TextDecoder().decode(masked.subarray(offset, offset + length))}"`);
          const frame = masked.subarray(event.offset, event.offset + event.length);
          expect(JSON.parse(new TextDecoder().decode(frame)).msg).toBe(text);
          masked.fill(0x2a, offset, offset + length);
        }
        expect(joinBytes(events, "client")).toEqual(masked);
      }),
    );
  });
});
