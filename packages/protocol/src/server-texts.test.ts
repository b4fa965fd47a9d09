import { describe, expect, it } from "vitest";
import { asciiJsonBytes } from "./ascii-json.ts";
import { cutToBytes, readServerText, type ServerTextKind, serverTexts } from "./server-texts.ts";

const ROOM = 1_000;

function tell(...names: string[]) {
  return { names, count: names.length, maxTextBytes: ROOM };
}

// What peers can observe is frozen here, word for word. How each text is read is shown by the vectors.
const written: Record<ServerTextKind, string[]> = {
  welcome: [serverTexts.welcome.write("Ada", tell()), serverTexts.welcome.write("Ada", tell("Bob", "Carl"))],
  userList: [
    serverTexts.userList.write(tell(), false),
    serverTexts.userList.write(tell("Bob", "Carl"), false),
    serverTexts.userList.write(tell("Bob"), true),
    serverTexts.userList.write(tell(), true),
  ],
  time: [serverTexts.time.write(new Date(2026, 0, 30, 8, 5, 9))],
  shoutReceipt: [serverTexts.shoutReceipt.write(12_345)],
  help: [serverTexts.help.write(["/standard", "/list", "/time", "/help", "/shout"], ROOM)],
  standard: [serverTexts.standard.write()],
  userNotFound: [serverTexts.userNotFound.write("Bob"), serverTexts.userNotFound.write("\u00e9".repeat(33))],
  unknownCommand: [serverTexts.unknownCommand.write("/dance")],
  receiverBusy: [serverTexts.receiverBusy.write("Bob")],
  messageRefused: [serverTexts.messageRefused.write("it's me", "it has a forbidden word")],
  mayNotHaveArrived: [serverTexts.mayNotHaveArrived.write(17, "Bob")],
  endpointFailed: [serverTexts.endpointFailed.write("/dice", "had no answer in 30 s")],
  usernameTaken: [serverTexts.usernameTaken.write()],
  namesUnavailable: [serverTexts.namesUnavailable.write()],
  serverFull: [serverTexts.serverFull.write("at most 5 connections")],
  removedByOperator: [serverTexts.removedByOperator.write(), serverTexts.removedByOperator.write("too loud")],
  disconnected: [serverTexts.disconnected.write("you read too slowly")],
  shuttingDown: [serverTexts.shuttingDown.write()],
  notice: [serverTexts.notice.write("lunch at noon")],
  forgedSender: [serverTexts.forgedSender.write("Ada", "Eve")],
  rejected: [serverTexts.rejected.write({ offset: 12_345, reason: "there is text outside a message." })],
  error: [serverTexts.error.write("The name is empty.")],
};

it("writes the texts of the contract", () => {
  expect(written).toEqual({
    welcome: [
      "Welcome Ada! Connection established.\nSend message to /help for a list of available commands!\nYou are the first connected user.",
      "Welcome Ada! Connection established.\nSend message to /help for a list of available commands!\nOnline users: Bob, Carl",
    ],
    userList: [
      "You are the only active user!",
      "Online users (2): Bob, Carl",
      "Online users (1): Bob (partial: some servers can't be reached)",
      "You are the only active user! (partial: some servers can't be reached)",
    ],
    time: ["Server time: 08:05:09"],
    shoutReceipt: ["Message sent to 12345 users"],
    help: [
      "Available commands: \n /standard, /list, /time, /help, /shout \n Note: Write them when asking 'to:' to receive the correct response!",
    ],
    standard: [
      'JSON STD: \n \n    {\n      "from": { "name": "...", "ip": "..." },\n      "to": "...",\n      "msg": "..."\n    }\n    ',
    ],
    userNotFound: ["❌ Error: User 'Bob' not found.", `❌ Error: User '${"\u00e9".repeat(32)}…' not found.`],
    unknownCommand: ["❌ Error: Unknown command '/dance'. Send a message to /help for the list."],
    receiverBusy: ["❌ Error: 'Bob' can't take more messages right now. Try again later."],
    messageRefused: ["❌ Error: Message to 'it's me' refused: it has a forbidden word."],
    mayNotHaveArrived: ["❌ Error: 17 of your messages to 'Bob' may not have arrived."],
    endpointFailed: ["❌ Error: '/dice' had no answer in 30 s. Try again later."],
    usernameTaken: ["⛔ Error: Username already in use! Try with another name."],
    namesUnavailable: ["⛔ Error: The server can't check names right now. Try again later."],
    serverFull: ["⛔ Error: Server full: at most 5 connections. Try again later."],
    removedByOperator: [
      "⛔ Error: You were disconnected: removed by an operator.",
      "⛔ Error: You were disconnected: removed by an operator: too loud.",
    ],
    disconnected: ["⛔ Error: You were disconnected: you read too slowly."],
    shuttingDown: ["Server is shutting down"],
    notice: ["Notice: lunch at noon"],
    forgedSender: [
      "⛔ Error: You are 'Ada', so a message from 'Eve' was not delivered. Put your own name into \"from\".",
    ],
    rejected: ["⛔ Error: At byte 12345, there is text outside a message."],
    error: ["⛔ Error: The name is empty."],
  });
});

it.each(Object.entries(written))("reads %s back as what it is", (kind, texts) => {
  expect(texts.map((text) => readServerText(text)?.kind)).toEqual(texts.map(() => kind));
});

describe("a list of names", () => {
  const names = Array.from({ length: 6_000 }, (_value, index) => `user-${index}`);

  it("is cut where the room ends, and tells how many more there are [C-33]", () => {
    const text = serverTexts.welcome.write("Ada", { names, count: names.length, maxTextBytes: 900 });
    expect(asciiJsonBytes(text)).toBeLessThanOrEqual(900);
    const reading = serverTexts.welcome.read(text)?.others;
    expect(reading).toMatchObject({ count: 6_000, complete: false });
    expect(reading?.names).toEqual(names.slice(0, reading?.names.length));
    expect(text).toMatch(/user-\d+ … and \d+ more$/);
  });

  it.each([-1, 0, 1])("fits to the byte: room for all the names %+d", (extra) => {
    const others = ["Zo\u00eb", "Bob", "\u5c71\u7530"];
    const whole = serverTexts.userList.write(tell(...others), true);
    const text = serverTexts.userList.write(
      { names: others, count: 3, maxTextBytes: asciiJsonBytes(whole) + extra },
      true,
    );
    if (extra < 0) expect(serverTexts.userList.read(text)).toMatchObject({ count: 3, complete: false });
    else expect(text).toBe(whole);
    expect(asciiJsonBytes(text)).toBeLessThanOrEqual(asciiJsonBytes(whole) + extra);
  });

  it("is not walked further than it is shown [C-33]", () => {
    let walked = 0;
    function* walk() {
      for (const name of names) {
        walked++;
        yield name;
      }
    }
    serverTexts.userList.write({ names: walk(), count: names.length, maxTextBytes: ROOM }, false);
    expect(walked).toBeLessThan(200);
  });
});

describe("cutToBytes", () => {
  it.each([
    ["x".repeat(64), "x".repeat(64)],
    ["x".repeat(65), `${"x".repeat(64)}…`],
    ["\u00e9".repeat(32), "\u00e9".repeat(32)],
    [`x${"\u00e9".repeat(32)}`, `x${"\u00e9".repeat(31)}…`],
    ["\u{1f44b}".repeat(17), `${"\u{1f44b}".repeat(16)}…`],
    [`xx${"\u{1f44b}".repeat(16)}`, `xx${"\u{1f44b}".repeat(15)}…`],
  ])("cuts %s between two characters [C-60]", (text, cut) => {
    expect(cutToBytes(text)).toBe(cut);
  });
});
