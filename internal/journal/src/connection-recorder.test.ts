import { RejectionCode } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { joinBytes, recordClient } from "../test/record.ts";
import { ConnectionRecorder } from "./connection-recorder.ts";
import type { JournalEvent } from "./journal-event.ts";

const SECRET = 'sécret \\u0041\\"} {';
const ESCAPED_KEY = '{"to":"Bob","from":{"ip":"msg","name":"msg"},"\\u006dsg":"SECRET"}';
const MESSAGES = [
  '{"from": {"name": "Ada", "ip": "1.2.3.4"}, "to": "Bob", "msg": "SECRET"}',
  ESCAPED_KEY,
  '\n{ "msg" : "SECRET" , "to" : "msg", "from":{"name":"Ada","ip":""}}',
  '{"from":{"name":"Ada","ip":""},"to":"Bob","msg":""}',
  '{"msg":"SECRET","to":"/shout","from":{"name":"Ada","ip":""}}',
].map((message) => message.replaceAll("SECRET", SECRET));

function types(events: readonly JournalEvent[]): string[] {
  return events.map((event) => (event.event === "rejected" ? event.code : event.event));
}

describe("masking", () => {
  const stream = `Ada\n${MESSAGES.join("")}`;
  const bytes = new TextEncoder().encode(stream);
  const masked = stream.replaceAll(SECRET, "*".repeat(new TextEncoder().encode(SECRET).length));

  it.each(Array.from({ length: bytes.length - 1 }, (_, index) => index + 1))(
    "leaves nothing of a text when the stream is cut at byte %i",
    (cut) => {
      const { text, events } = recordClient([bytes.subarray(0, cut), bytes.subarray(cut)]);
      expect(text).not.toMatch(/s\\u00e9|cret|0041/);
      expect(new TextDecoder().decode(joinBytes(events, "client"))).toBe(masked);
    },
  );

  it("leaves nothing of a text when each byte comes alone", () => {
    const { text, events } = recordClient(Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect(text).not.toMatch(/s\\u00e9|cret|0041/);
    expect(new TextDecoder().decode(joinBytes(events, "client"))).toBe(masked);
    expect(types(events).filter((type) => type !== "bytes")).toEqual([
      ...["opened", "named", "frame", "frame", "frame", "frame", "frame", "closed"],
    ]);
  });

  it("shows everything when it is told to", () => {
    const { events } = recordClient([bytes], { showsMessages: true });
    expect(joinBytes(events, "client")).toEqual(bytes);
  });

  it("says which bytes are masked: people write asterisks, too", () => {
    const { events } = recordClient(["Ada\n", '{"from":{"name":"Ada","ip":""},"to":"Bob","msg":"**"}']);
    expect(events.find(({ event }) => event === "frame")).toMatchObject({
      offset: 4,
      masked: { offset: 53, length: 2 },
    });
  });

  it("shows what is no message, and what comes behind it", () => {
    const { text, events } = recordClient(["Ada\n", "{'msg': 'broken'}garbage\n", MESSAGES[0] as string]);
    expect(text).toContain("{'msg': 'broken'}garbage");
    expect(types(events)).toEqual([
      ...["opened", "bytes", "named", "bytes", "not-a-message", "stray-text", "bytes", "frame", "closed"],
    ]);
    expect(events.filter(({ event }) => event === "rejected")).toMatchObject([
      { offset: 4, length: 17 },
      { offset: 21, length: 7 },
    ]);
    expect(text).not.toContain("cret");
  });

  it("hides what a client sends when nothing is read any more", () => {
    const { text } = recordClient(["Ada\n", Uint8Array.of(0x7b, 0xff), MESSAGES[0] as string]);
    expect(text).not.toContain("cret");
  });

  it("hides an open message when the journal stops, and shows it when the connection ends", () => {
    const open = '{"from":{"name":"Ada","ip":""},"to":"Bob","msg":"cret';
    expect(recordClient(["Ada\n", open], { stops: true }).text).not.toContain("cret");
    expect(recordClient(["Ada\n", open]).text).toContain("cret");
  });

  it("hides the message of a client that skips the handshake", () => {
    const { text, events } = recordClient([MESSAGES[0]?.slice(0, 30) as string, MESSAGES[0]?.slice(30) as string]);
    expect(text).not.toContain("cret");
    expect(events.find(({ event }) => event === "named")).toMatchObject({ length: 0, framed: false });
  });
});

describe("masking of what a client gets", () => {
  const line = (from: string, msg: string) => `${JSON.stringify({ from: { name: from, ip: "" }, to: "Ada", msg })}\n`;

  it("hides messages of users and texts that the contract does not know, and shows the server's own", () => {
    const { text } = recordClient(["Ada\n"], {
      sent: [line("SERVER", "⛔ Error: At byte 4, shown"), line("Bob", "cret 1"), line("SERVER", "you sent cret 2")],
    });
    expect(text).toContain("At byte 4, shown");
    expect(text).not.toContain("cret");
  });

  it("hides every text of the server once an endpoint may have quoted a message", () => {
    const { text } = recordClient(
      ["Ada\n", '{"from":{"name":"Ada","ip":""},"to":"/echo","msg":"⛔ Error: At byte 4, cret"}'],
      {
        sent: [line("SERVER", "⛔ Error: At byte 4, cret")],
      },
    );
    expect(text).not.toContain("cret");
  });

  it("hides the beginning of a message that was cut off", () => {
    expect(recordClient(["Ada\n"], { sent: [line("Bob", "cret").slice(0, -3)] }).text).not.toContain("cret");
  });
});

describe("a recorder", () => {
  it("writes nothing before it knows whose journal it is", () => {
    const recorder = new ConnectionRecorder();
    recorder.bytes("client", new TextEncoder().encode("Ada\n"));
    const lines: string[] = [];
    recorder.begin({ connection: 3, name: "Ada", address: "::1" }, (line) => lines.push(line));
    recorder.named("Ada");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { journal: 1, connection: 3, name: "Ada", address: "::1", masked: true },
      { event: "opened" },
      { event: "named", length: 4 },
      { event: "bytes", offset: 0, text: "Ada\n" },
    ]);
  });

  it("has a time for each event that is later than the one before, on a clock that stands still", () => {
    const { events } = recordClient(["Ada\n", MESSAGES.join("")], { clock: () => 5 });
    const times = events.map(({ t }) => t);
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
  });

  it("says who ended the connection first", () => {
    const ends = (act: (recorder: ConnectionRecorder) => void) => recordClient(["Ada\n"], { act }).events.at(-1);
    expect(ends((recorder) => recorder.ended("server"))).toMatchObject({ event: "closed", by: "server" });
    expect(ends((recorder) => recorder.ended("client"))).toMatchObject({ event: "closed", by: "client" });
  });

  it("takes from the server when it gives up on an open message", () => {
    const rejection = {
      kind: "rejected",
      code: RejectionCode.Incomplete,
      reason: "late",
      offset: 4,
      isFatal: true,
    } as const;
    const { events, text } = recordClient(["Ada\n", '{"from'], { act: (recorder) => recorder.abandoned(rejection) });
    expect(events.filter(({ event }) => event === "rejected")).toMatchObject([{ code: "incomplete", length: 6 }]);
    expect(text).toContain('{\\"from');
  });

  it("takes no answer to a stranger for a mistake of the server", () => {
    const { events } = recordClient(["GET / HTTP/1.1\r\n"], {
      isRefused: true,
      sent: ["HTTP/1.1 400 Bad Request\r\n"],
    });
    expect(events.filter(({ event }) => event === "rejected")).toEqual([]);
  });

  it("shows the bytes of a refused handshake, and nothing of what follows", () => {
    const { text } = recordClient(["GET / HTTP/1.1\r\n"], {
      isRefused: true,
      act: (recorder) => recorder.bytes("client", new TextEncoder().encode("Cookie: cret")),
    });
    expect(text).toContain("GET / HTTP/1.1");
    expect(text).not.toContain("cret");
  });
});

describe("a recording that begins in the middle of a connection", () => {
  const SHOUT = '{"from":{"name":"Bob","ip":""},"to":"Ada","msg":"secret"}';
  const middle = { ageMs: 5_000, client: null, clientBytes: 100, serverBytes: 50, isInsideLine: true, mayQuote: false };

  function record(pass: (recorder: ConnectionRecorder) => void) {
    const events: JournalEvent[] = [];
    let text = "";
    const recorder = new ConnectionRecorder({ middle });
    recorder.begin({ connection: 1, name: "Ada", address: "::1" }, (line, event) => {
      text += line;
      if ("event" in event) events.push(event);
    });
    pass(recorder);
    return { text, events };
  }

  it("leaves out the rest of a line that had begun, and finds what follows at its position", () => {
    const { text, events } = record((recorder) => {
      recorder.bytes("server", Buffer.from("secret "));
      recorder.bytes("server", Buffer.from(`secret"}\n${SHOUT}\n`));
      recorder.bytes("server", Buffer.from(`${SHOUT}\n`));
    });
    const offset = 50 + 7 + 9;
    expect(events.filter(({ event }) => event === "frame")).toMatchObject([
      { from: "server", offset, length: SHOUT.length },
      { from: "server", offset: offset + SHOUT.length + 1, length: SHOUT.length },
    ]);
    expect(text).not.toContain("secret");
    expect(text).toContain('"from":{"client":100,"server":50}');
  });

  it("masks what a client sends that is not read any more", () => {
    const { text, events } = record((recorder) => recorder.bytes("client", Buffer.from("secret")));
    expect(events).toMatchObject([{ event: "bytes", from: "client", offset: 100, bytes: new Uint8Array(6).fill(42) }]);
    expect(text).not.toContain("secret");
  });

  it("counts its times from the moment at which the connection was opened", () => {
    const { events } = record((recorder) => recorder.ended("client"));
    expect(events[0]?.t).toBeGreaterThanOrEqual(5_000);
  });
});
