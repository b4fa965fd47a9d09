import { describe, expect, it } from "vitest";
import { ClientSession, type ClientSessionItem } from "./client-session.ts";
import { EVERYONE, GUEST, SERVER_IP, SERVER_NAME } from "./endpoints.ts";
import { InvalidUsernameError } from "./errors.ts";
import { MAX_MESSAGE_BYTES } from "./limits.ts";
import { createJsonMsg } from "./message.ts";
import { serverTexts } from "./server-texts.ts";

const encoder = new TextEncoder();
const OTHERS = { names: ["Bob", "Eve"], count: 2, complete: true };
const WELCOME = fromServer(serverTexts.welcome.write("Ada", { ...OTHERS, maxTextBytes: 1_000 }));

function fromServer(text: string, to = "Ada"): string {
  return createJsonMsg(SERVER_NAME, SERVER_IP, to, text);
}

function fromBob(to: string, text: string): string {
  return createJsonMsg("Bob", "192.0.2.7", to, text);
}

function takeAll(session: ClientSession): ClientSessionItem[] {
  const items: ClientSessionItem[] = [];
  for (let item = session.next(); item; item = session.next()) items.push(item);
  return items;
}

function read(session: ClientSession, text: string): ClientSessionItem[] {
  session.push(encoder.encode(text));
  return takeAll(session);
}

function createWelcomedSession(end = "\n"): ClientSession {
  const session = new ClientSession("Ada");
  read(session, WELCOME + end);
  return session;
}

describe("the handshake", () => {
  it("is the name and a newline [C-30]", () => {
    expect(new ClientSession(" Zoë ").handshake).toEqual(encoder.encode("Zoë\n"));
  });

  it("is refused before anything is sent for a name that no server takes", () => {
    expect(() => new ClientSession("SERVER")).toThrow(InvalidUsernameError);
  });

  it("is answered by a welcome that names the others, and the user as the server does [C-33]", () => {
    const session = new ClientSession("ADA");
    expect(session).toMatchObject({ isWelcomed: false, name: "ADA" });
    expect(read(session, `${WELCOME}\n`)).toEqual([{ kind: "welcome", others: OTHERS }]);
    expect(session).toMatchObject({ isWelcomed: true, name: "Ada" });
  });

  it.each([
    ["a name in use", serverTexts.usernameTaken.write(), "usernameTaken"],
    ["a full server", serverTexts.serverFull.write("5 connections"), "serverFull"],
    ["a text of its own", "Go away", undefined],
  ])("is refused by the server: %s [C-34]", (_what, text, kind) => {
    const session = new ClientSession("Ada");
    const [refusal, ...rest] = read(session, `${fromServer(text, GUEST)}\n${WELCOME}\n`);
    expect(refusal).toMatchObject({ kind: "refusal", from: SERVER_NAME, text, reading: kind ? { kind } : null });
    expect(rest).toEqual([]);
    expect(read(session, `${WELCOME}\n`)).toEqual([]);
    expect(session.isWelcomed).toBe(false);
  });

  it("is not answered by a user, whose welcome is none", () => {
    const text = serverTexts.welcome.write("Ada", { ...OTHERS, maxTextBytes: 1_000 });
    const items = read(new ClientSession("Ada"), fromBob("Ada", text));
    expect(items).toMatchObject([{ kind: "refusal", from: "Bob", text }]);
  });

  it.each(["Server is shutting down", "Notice: we close at noon", "⛔ Error: You were disconnected: too slow."])(
    "is not answered by a notice, which may come before the welcome: %s [C-73]",
    (text) => {
      const items = read(new ClientSession("Ada"), `${fromServer(text)}\n${WELCOME}\n`);
      expect(items).toMatchObject([{ kind: "notice", text }, { kind: "welcome" }]);
    },
  );

  it("shows what the other side is that speaks another protocol", () => {
    expect(read(new ClientSession("Ada"), "HTTP/1.1 400 Bad Request\r\n")).toMatchObject([
      { kind: "rejected", code: "stray-text" },
    ]);
  });
});

describe("the kind of server", () => {
  it("is known at the welcome when its newline comes with it", () => {
    const session = createWelcomedSession();
    expect(session.serverKind).toBe("framing");
    expect(read(session, `${fromBob("Ada", "hi")}\n`)).toMatchObject([{ kind: "message" }]);
  });

  it("is taken for original until the newline comes, and is reported then", () => {
    const session = createWelcomedSession("");
    expect(session.serverKind).toBe("original");
    expect(takeAll(session)).toEqual([]);
    const items = read(session, `\n${fromBob("Ada", "hi")}\n`);
    expect(items).toMatchObject([{ kind: "server-kind", serverKind: "framing" }, { kind: "message" }]);
    expect(session.serverKind).toBe("framing");
  });

  it.each(["", "\n"])("stays original when a message is right behind the welcome (and then %j)", (end) => {
    const session = createWelcomedSession("");
    expect(read(session, `${fromBob("Ada", "one")}${end}`)).toMatchObject([{ kind: "message", msg: "one" }]);
    expect(read(session, `${end}${fromBob("Ada", "two")}`)).toMatchObject([{ kind: "message", msg: "two" }]);
    expect(session.serverKind).toBe("original");
  });

  it("stays original when a message comes together with the welcome", () => {
    const session = new ClientSession("Ada");
    expect(read(session, WELCOME + fromBob("Ada", "one"))).toMatchObject([{ kind: "welcome" }, { kind: "message" }]);
    expect(session.serverKind).toBe("original");
  });
});

describe("a user online", () => {
  it("hears users, answers and notices apart", () => {
    const session = createWelcomedSession();
    const lines = [
      fromBob("Ada", "hi"),
      fromBob(EVERYONE, "Server is shutting down"),
      fromServer("Server time: 10:00:00"),
      fromServer("42"),
      fromServer(WELCOME),
      fromServer(serverTexts.mayNotHaveArrived.write(2, "Bob")),
      fromServer("Server is shutting down"),
    ];
    expect(read(session, `${lines.join("\n")}\n`)).toMatchObject([
      { kind: "message", from: { name: "Bob" }, to: "Ada", msg: "hi" },
      { kind: "message", to: EVERYONE },
      { kind: "answer", text: "Server time: 10:00:00", reading: { kind: "time", value: "10:00:00" } },
      { kind: "answer", text: "42", reading: null },
      { kind: "answer" },
      { kind: "notice", reading: { kind: "mayNotHaveArrived", value: { count: 2, name: "Bob" } } },
      { kind: "notice", reading: { kind: "shuttingDown" } },
    ]);
  });

  it("reads on behind malformed input", () => {
    const items = read(createWelcomedSession(), `oops\n{"from": 1}\n${fromBob("Ada", "hi")}\n`);
    expect(items).toMatchObject([
      { kind: "rejected", code: "stray-text", isFatal: false },
      { kind: "rejected", code: "not-a-message", isFatal: false },
      { kind: "message" },
    ]);
  });

  it("accepts a message that is larger than one of its own: escapes make it grow", () => {
    const line = fromBob("Ada", "é".repeat(30_000));
    expect(line.length).toBeGreaterThan(MAX_MESSAGE_BYTES);
    expect(read(createWelcomedSession(), `${line}\n`)).toMatchObject([{ kind: "message" }]);
  });

  it("takes one item at a time, and gets the rest later", () => {
    const session = createWelcomedSession();
    session.push(encoder.encode(`${fromBob("Ada", "one")}\n${fromBob("Ada", "two")}\n`));
    expect(session.next()).toMatchObject({ msg: "one" });
    session.push(encoder.encode(`${fromBob("Ada", "three")}\n`));
    expect(takeAll(session)).toMatchObject([{ msg: "two" }, { msg: "three" }]);
  });
});

it.each(["", "\n"])("makes the same items of the same bytes, wherever they are cut (newline: %j)", (end) => {
  const texts = [fromServer("Notice: early"), WELCOME, fromBob("Ada", "é"), fromServer("Server time: 10:00:00"), "{}"];
  const bytes = encoder.encode(texts.map((text) => text + end).join(""));
  const whole = new ClientSession("Ada");
  whole.push(bytes);
  const items = takeAll(whole);
  expect(items).toHaveLength(5);
  for (let cut = 1; cut < bytes.length; cut++) {
    const session = new ClientSession("Ada");
    session.push(bytes.subarray(0, cut));
    const cutItems = takeAll(session);
    session.push(bytes.subarray(cut));
    cutItems.push(...takeAll(session));
    expect(JSON.stringify(cutItems.filter(({ kind }) => kind !== "server-kind"))).toBe(JSON.stringify(items));
    expect(session.serverKind).toBe(whole.serverKind);
  }
});
