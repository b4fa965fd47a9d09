import { type ClientStage, type Connection, messageFrom, NAME, NOTHING } from "./client-stage.ts";

/** Something that a right client does, and the wrong clients that don't, by their numbers. */
export interface Scene {
  readonly what: string;
  /** By what the client's measure of silence is shortened. @default 1 */
  readonly timeScale?: number;
  readonly right: unknown;
  readonly play: (stage: ClientStage) => Promise<unknown>;
  readonly wrong: readonly number[];
}

/** Types a message, and returns what the server gets next. */
async function typed(stage: ClientStage, connection: Connection, text = "hi"): Promise<string> {
  stage.type(`@Bob ${text}`);
  return connection.next();
}

/** Returns which of the texts the client prints. A last text shows that it has read them all. */
async function shown(
  stage: ClientStage,
  connection: Connection,
  texts: readonly string[],
): Promise<readonly boolean[]> {
  connection.say("the last one", NAME, "Bob");
  await stage.printed("the last one");
  return texts.map((text) => stage.output.includes(text));
}

/** Loses the connection, and returns the name with which the client comes back. */
async function comesBack(stage: ClientStage, connection: Connection, waitMs?: number): Promise<string> {
  connection.close();
  const next = await stage.connection(waitMs);
  return next === null ? "stays away" : next.next();
}

/** Answers the name with a refusal, and returns whether the client shows it, and comes back. */
async function refused(stage: ClientStage, text: string) {
  const connection = await stage.connection();
  await connection?.next();
  connection?.say(text, "Guest");
  connection?.close();
  const isShown = await stage.printed(text.slice(2));
  return { isShown, again: (await stage.connection(stage.patience.quietMs)) !== null };
}

export const scenes: readonly Scene[] = [
  {
    what: "frames, however the bytes are cut [C-10] [C-12]",
    right: [true, true, true, true, true, true],
    async play(stage) {
      const connection = await stage.join();
      const message = (text: string) => messageFrom("Bob", NAME, text);
      connection.write(`${message("one")}\n${message("two")}\n${message("a } b")}\n${message('c "} d')}\n`);
      const [start, rest] = [message("five").slice(0, 50), message("five").slice(50)];
      connection.write(`${message("four")}\n${start}`);
      await stage.printed("four");
      connection.write(`${rest}\n`);
      return shown(stage, connection, ["one", "two", "a } b", 'c "} d', "four", "five"]);
    },
    wrong: [40, 41, 42, 43],
  },
  {
    what: "reads a message of 200,000 bytes [C-13]",
    right: [true, true],
    async play(stage) {
      const connection = await stage.join();
      connection.say(`${"x".repeat(200_000)} the end`, NAME, "Bob");
      return shown(stage, connection, ["the end", "the last one"]);
    },
    wrong: [44, 45],
  },
  {
    what: "hangs up when a message has no end [C-3] [C-13]",
    right: true,
    async play(stage) {
      const connection = await stage.join();
      connection.write(messageFrom("Bob", NAME, "x".repeat(300_000)).slice(0, -2));
      return /ended|reset/.test(await connection.next());
    },
    wrong: [46],
  },
  {
    what: "hangs up when the bytes are not UTF-8 [C-2] [C-3]",
    right: true,
    async play(stage) {
      const connection = await stage.join();
      connection.write(Buffer.from(`{"from": {"name": "Bob", "ip": ""}, "to": "Ada", "msg": "\xe9"}\n`, "latin1"));
      return /ended|reset/.test(await connection.next());
    },
    wrong: [74],
  },
  {
    what: "reads every spelling of a message, and every text [C-3] [C-51]",
    right: [true, true, true, true],
    async play(stage) {
      const connection = await stage.join();
      connection.write('{ "msg" : "turned", "to": "Ada",\t"from": {"ip": "", "name": "Bob"}}\n');
      connection.write('{"from": {"name": "msg", "ip": "x"}, "to": "Ada", "msg": "from a key"}\n');
      connection.say("", NAME, "Bob");
      connection.write('{"from": {"name": "Bob", "ip": "anywhere"}, "to": "Ada", "msg": "odd address"}\n');
      return shown(stage, connection, ["turned", "from a key", "odd address", "the last one"]);
    },
    wrong: [47, 48, 49, 50],
  },
  {
    what: "skips a notice before the welcome, and takes the name of the welcome [C-33] [C-73]",
    right: ["ADA>Bob: hi", "ADA"],
    async play(stage) {
      const connection = await stage.connection();
      if (connection === null) return NOTHING;
      await connection.next();
      connection.say("Notice: hold on", "Guest");
      connection.say("Welcome!", "ADA");
      await stage.printed("Welcome!");
      const message = await typed(stage, connection);
      return [message, await comesBack(stage, connection)];
    },
    wrong: [51, 52],
  },
  {
    what: "shows notices and unknown texts, whatever was asked [C-73] [C-74]",
    right: [true, true, true],
    async play(stage) {
      const connection = await stage.join();
      stage.type("/list");
      await connection.next();
      connection.say("Notice: lunch");
      connection.say("Online users (1): Bob");
      connection.say("Zzz, whatever");
      return shown(stage, connection, ["lunch", "Online users", "Zzz"]);
    },
    wrong: [53, 54],
  },
  {
    what: "prints nothing that acts on a terminal [C-80]",
    right: [],
    async play(stage) {
      const connection = await stage.join();
      const hostile = "\u001b\u0007\r\u007f\u009b\u0085\u2028\u2029\u202e\u2066\u061c\u200f";
      connection.say(`text ${hostile}`, NAME, `name${hostile}`);
      connection.say(`server ${hostile}`);
      await shown(stage, connection, []);
      return [...hostile]
        .filter((character) => stage.output.includes(character))
        .map((character) => character.codePointAt(0));
    },
    wrong: [55, 56, 57, 58, 59],
  },
  {
    what: "shows a refusal, and does not come back [C-34] [C-91]",
    right: { isShown: true, again: false },
    play: (stage) => refused(stage, "⛔ Error: Username already in use! Try with another name."),
    wrong: [60, 61],
  },
  {
    what: "shows a refusal by the server's policy, and does not come back [C-36]",
    right: { isShown: true, again: false },
    play: (stage) => refused(stage, "⛔ Error: Names with that word are not allowed here."),
    wrong: [62],
  },
  {
    what: "stays away when an operator has removed its user [C-76]",
    right: "stays away",
    async play(stage) {
      const connection = await stage.join();
      connection.say("⛔ Error: You were disconnected: removed by an operator.");
      return comesBack(stage, connection, stage.patience.quietMs);
    },
    wrong: [63],
  },
  {
    what: "comes back after a loss, whatever a user said before [C-90]",
    right: NAME,
    async play(stage) {
      const connection = await stage.join();
      connection.say("⛔ Error: You were disconnected: removed by an operator.", NAME, "Bob");
      return comesBack(stage, connection);
    },
    wrong: [64, 82, 86],
  },
  {
    what: "comes back after the server has said that it shuts down [C-90]",
    right: NAME,
    async play(stage) {
      const connection = await stage.join();
      connection.say("Server is shutting down");
      return comesBack(stage, connection);
    },
    wrong: [66],
  },
  {
    what: "tries again while its own name is still taken, and while nobody answers [C-90]",
    right: [NAME, NAME, NAME],
    async play(stage) {
      (await stage.join()).close();
      const names: string[] = [];
      for (const answer of [null, "⛔ Error: Username already in use! Try with another name.", null]) {
        const connection = await stage.connection();
        names.push((await connection?.next()) ?? "stays away");
        if (answer === null) connection?.socket.resetAndDestroy();
        else connection?.say(answer, "Guest");
        connection?.close();
      }
      return names;
    },
    wrong: [67, 68],
  },
  {
    what: "waits between two tries [C-90]",
    right: false,
    async play(stage) {
      const connection = await stage.join();
      const { accepted } = stage;
      connection.close();
      const deadline = performance.now() + stage.patience.quietMs;
      while (performance.now() < deadline && stage.accepted - accepted < 20) (await stage.connection(50))?.close();
      return stage.accepted - accepted >= 20;
    },
    wrong: [65],
  },
  {
    what: "begins anew after a loss [C-94]",
    right: ["Ada>Bob: second", true],
    async play(stage) {
      const first = await stage.join();
      await typed(stage, first, "first");
      first.write('{"from": {"name": "Bo');
      first.close();
      stage.output = "";
      const second = await stage.join();
      const next = await typed(stage, second, "second");
      second.say("fresh", NAME, "Bob");
      return [next, await stage.printed("fresh")];
    },
    wrong: [69, 70],
  },
  {
    what: "answers nothing that the server says, and skips what is no message [C-3] [C-69]",
    right: ["Ada>Bob: hi", true],
    async play(stage) {
      const connection = await stage.join();
      connection.say("❌ Error: User 'Bob' not found.");
      connection.write('{"a": 1}\n');
      connection.say("after", NAME, NAME);
      const isShown = await stage.printed("after");
      return [await typed(stage, connection), isShown];
    },
    wrong: [71, 72, 73],
  },
  {
    what: "sends no message that is too large, and no half of a surrogate pair [C-3] [C-13]",
    right: ["whole", "Ada>Bob: hi"],
    async play(stage) {
      const connection = await stage.join();
      stage.type(`@Bob ${"x".repeat(139)}👋👋`);
      const first = await connection.next();
      stage.type(`@Bob ${"x".repeat(70_000)}`);
      return [first.isWellFormed() ? "whole" : "half", await typed(stage, connection)];
    },
    wrong: [75, 76],
  },
  {
    what: "sends its name at once, alone, and each message on a line [C-20] [C-30]",
    right: [NAME, "Ada>Bob: hi"],
    async play(stage) {
      const connection = await stage.connection();
      const name = (await connection?.next()) ?? NOTHING;
      if (connection === null || name !== NAME) return name;
      connection.say("Welcome!");
      await stage.printed("Welcome!");
      stage.type("@Bob hi");
      await connection.hasBytes();
      return [name, await connection.next(stage.patience.patienceMs)];
    },
    wrong: [77, 78, 79],
  },
  {
    what: "reads to the end when its user leaves [C-35]",
    right: ["ended", true],
    async play(stage) {
      const connection = await stage.join();
      stage.endInput();
      const end = await connection.next();
      connection.say("late answer");
      connection.close();
      await stage.exited();
      return [end, stage.output.includes("late answer")];
    },
    wrong: [81],
  },
  {
    what: "asks for a sign of life in a long silence, and gives up without one [C-92]",
    timeScale: 0.05,
    right: ["Ada>/time: ", NAME],
    async play(stage) {
      const connection = await stage.join();
      const asked = await connection.next();
      if (asked === NOTHING) return asked;
      const next = await stage.connection();
      return [asked, (await next?.next()) ?? "stays away"];
    },
    wrong: [83, 84],
  },
  {
    what: "does not send again what the server refused [C-75]",
    right: ["Ada>Bob: hi", "Ada>Bob: another"],
    async play(stage) {
      const connection = await stage.join();
      const first = await typed(stage, connection);
      connection.say("❌ Error: Message to 'Bob' refused: no.");
      await stage.printed("refused: no.");
      return [first, await typed(stage, connection, "another")];
    },
    wrong: [85],
  },
  {
    what: "reads while its user says nothing [C-15]",
    right: [true],
    async play(stage) {
      const connection = await stage.join();
      return shown(stage, connection, ["the last one"]);
    },
    wrong: [87],
  },
];
