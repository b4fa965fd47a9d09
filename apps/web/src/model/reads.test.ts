import { ConnectionRecorder } from "@chat/journal";
import { encodeMessage, serverTexts } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { addLines, type LiveJournal, MAX_EVENTS } from "./live-journal.ts";
import { listReads } from "./reads.ts";
import { findHints } from "./rejection-hints.ts";

/** Records a client called Ada. Returns the lines of its journal. */
function record(act: (recorder: ConnectionRecorder) => void): string[] {
  const lines: string[] = [];
  const recorder = new ConnectionRecorder();
  recorder.begin({ connection: 1, name: "Ada", address: "::1" }, (line) => lines.push(line));
  recorder.bytes("client", Buffer.from("Ada\n"));
  recorder.named("Ada");
  act(recorder);
  return lines;
}

const send = (recorder: ConnectionRecorder, text: string) => recorder.bytes("client", Buffer.from(text));
const MESSAGE = '{"from":{"name":"Ada","ip":""},"to":"Bob","msg":"hello"}';

describe("listReads", () => {
  it("shows where a message was cut, and in which read it became complete", () => {
    const { events } = addLines(
      null,
      record((recorder) => {
        send(recorder, MESSAGE.slice(0, 20));
        send(recorder, `${MESSAGE.slice(20)}\n${MESSAGE}`);
      }),
    );
    const [name, first, second] = listReads(events);
    expect(name?.found).toEqual([{ text: "name “Ada”", isProblem: false }]);
    expect(first).toMatchObject({
      from: "client",
      offset: 4,
      length: 20,
      segments: [{ kind: "message", isCutBefore: false, isCutAfter: true, hex: expect.stringMatching(/^7b 22 66 /) }],
      found: [],
    });
    expect(second?.segments.map(({ kind, isCutBefore }) => [kind, isCutBefore])).toEqual([
      ["message", true],
      ["other", false],
      ["message", false],
    ]);
    expect(second?.found).toHaveLength(2);
    expect(second?.segments[0]?.text).toContain("*****");
  });

  it("gives the reason of a rejection, and the hint that the server gave", () => {
    const refuse = (recorder: ConnectionRecorder) => send(recorder, "{'from'}\n");
    const [, plain] = listReads(addLines(null, record(refuse)).events);
    expect(plain?.found).toEqual([
      { text: expect.stringMatching(/^not-a-message, at byte 4: the JSON/), isProblem: true },
    ]);
    const msg = serverTexts.rejected.write({ offset: 4, reason: "use double quotes." });
    const answered = addLines(
      null,
      record((recorder) => {
        refuse(recorder);
        const answer = encodeMessage({ from: { name: "SERVER", ip: "::1" }, to: "Ada", msg });
        recorder.bytes("server", answer.subarray(0, 70));
        recorder.bytes("server", answer.subarray(70));
      }),
    );
    expect(listReads(answered.events)[1]?.found[0]?.text).toBe("not-a-message, at byte 4: use double quotes.");
    expect([...findHints(answered.events)]).toEqual([[4, "use double quotes."]]);
  });

  it("names a message that was refused for another reason", () => {
    const lines = record((recorder) => {
      send(recorder, MESSAGE);
      recorder.refusedMessage("'Bob' is not online", 4);
    });
    expect(listReads(addLines(null, lines).events)[1]?.found).toEqual([
      { text: `message to Bob, ${MESSAGE.length} bytes, refused: 'Bob' is not online`, isProblem: true },
    ]);
  });

  it("shows at most 1,024 bytes of a read, and nothing that does harm", () => {
    const { events } = addLines(
      null,
      record((recorder) => send(recorder, "\x1b\u202e".repeat(2_000))),
    );
    const text = listReads(events)
      .flatMap(({ segments }) => segments.map((segment) => segment.text))
      .join("");
    expect(text).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(text).toContain("bytes more");
  });
});

describe("addLines", () => {
  it("is the same whole and line by line", () => {
    const lines = record((recorder) => {
      send(recorder, MESSAGE);
      send(recorder, "x\n");
    });
    let journal: LiveJournal | null = null;
    for (const line of lines) journal = addLines(journal, [line]);
    expect(journal).toEqual(addLines(null, lines));
  });

  it("keeps the latest events, and leaves out lines that are none", () => {
    const lines = record((recorder) => {
      for (let number = 0; number < MAX_EVENTS; number++) send(recorder, MESSAGE);
    });
    const journal = addLines(addLines(null, lines), ["[]", "{"]);
    expect(journal.events).toHaveLength(MAX_EVENTS);
    expect(journal.dropped).toBe(lines.length - 1 - MAX_EVENTS);
    expect(journal.problems).toHaveLength(2);
    expect(() => addLines(null, ["{}"])).toThrow(/not that of a journal/);
  });
});
