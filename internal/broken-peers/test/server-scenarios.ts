import { isDeepStrictEqual } from "node:util";
import { ChatPeer, message, type Target } from "./chat-peer.ts";
import { readVectors } from "./vectors.ts";

/** Something that a right server does, and the wrong servers that don't. */
export interface Scenario {
  readonly what: string;
  /** Times that the bases keep, in seconds, so that a test need not wait for those of the contract. */
  readonly seconds?: Readonly<Partial<Record<"object" | "stall" | "handshake" | "linger" | "nameEnd", number>>>;
  /** Seen of a right server. */
  readonly right: unknown;
  readonly observe: (target: Target) => Promise<unknown>;
  /** Servers of the catalogue of which something else is seen. */
  readonly wrong: readonly string[];
}

const TAKEN = "SERVER>Guest: ⛔ Error: Username already in use! Try with another name.";
const START = "Connection established.\nSend message to /help for a list of available commands!\n";
const HELP =
  "Available commands: \n /standard, /list, /time, /help, /shout \n Note: Write them when asking 'to:' to receive the correct response!";
const REJECTED = "⛔ Error";

/** Cuts the own words of the server off an error, and the byte where the frame began. */
const sign = (text: string) => (text.includes(`: ${REJECTED}: `) ? REJECTED : text);

/** Returns "accepted", "refused" or what came in place of an answer, for each name. */
async function tryNames(target: Target, names: readonly string[]): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {};
  for (const name of names) {
    using peer = await ChatPeer.open(target, `${name}\n`);
    outcomes[name] = outcomeOf(await peer.next());
  }
  return outcomes;
}

function outcomeOf(answer: string): string {
  if (answer.startsWith("SERVER>Guest: ⛔ Error: ")) return "refused";
  return answer.startsWith("SERVER>") && answer.includes("Welcome") ? "accepted" : answer;
}

/** Sends each text as it is, and returns the answers and deliveries that it brings. */
async function tryMessages(target: Target, texts: Readonly<Record<string, string | Buffer>>) {
  const outcomes: Record<string, readonly string[]> = {};
  for (const [what, bytes] of Object.entries(texts)) {
    using ada = await ChatPeer.join(target, "Ada");
    ada.write(bytes);
    ada.write("\n");
    outcomes[what] = (await ada.answers()).map(sign);
    ada.socket.end();
    await ada.rest();
  }
  return outcomes;
}

/** Lets the server read what was written so far: it answers what came later on another connection. */
async function settle(other: ChatPeer): Promise<void> {
  for (let round = 0; round < 3; round++) await other.answers();
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
}

const hi = (to = "Ada") => message("Ada", to, "hi");
const toAda = "Ada>Ada: hi";

export const scenarios: readonly Scenario[] = [
  {
    what: "refuses a name that is in use, and keeps who has it [C-34] [C-44]",
    right: { refused: [TAKEN, "ended"], first: [] },
    async observe(target) {
      using ada = await ChatPeer.join(target, "Ada");
      using other = await ChatPeer.open(target, "Ada\n");
      return { refused: await other.rest(), first: await ada.answers() };
    },
    wrong: [
      "lets_taken_name_in",
      "kicks_older_user",
      "refuses_without_reason",
      "refuses_to_the_name",
      "refuses_in_own_words",
      "refuses_without_sign",
      "keeps_refused_open",
    ],
  },
  {
    what: "takes two spellings of a name for one [C-44]",
    right: ["refused", "refused", "accepted"],
    async observe(target) {
      using _first = await ChatPeer.join(target, "Ada");
      using _second = await ChatPeer.join(target, "Zoë");
      return Object.values(await tryNames(target, [" aDA ", "ZOË", "Zoe"]));
    },
    wrong: ["compares_with_case", "folds_ascii_alone"],
  },
  {
    what: "delivers to another spelling of a name, under the registered one [C-44] [C-50] [C-60]",
    right: [["Ada>Ada: hi", "Ada>Ada: hi"]],
    async observe(target) {
      using ada = await ChatPeer.join(target, "Ada");
      ada.write(message("ada", " aDA ", "hi") + message("Ada", "Ada", "hi"));
      return [await ada.answers()];
    },
    wrong: ["finds_exact_names", "compares_sender_exactly", "keeps_receiver_as_written", "refuses_message_to_oneself"],
  },
  {
    what: "gives a name to one of many who ask at the same time [C-44]",
    right: { accepted: 1, refused: 19 },
    async observe(target) {
      const peers = await Promise.all(Array.from({ length: 20 }, () => ChatPeer.open(target, "Ada\n")));
      const outcomes = (await Promise.all(peers.map((peer) => peer.next()))).map(outcomeOf);
      for (const peer of peers) peer[Symbol.dispose]();
      return {
        accepted: outcomes.filter((outcome) => outcome === "accepted").length,
        refused: outcomes.filter((outcome) => outcome === "refused").length,
      };
    },
    wrong: ["races_for_names"],
  },
  {
    what: "accepts names by the rules [C-40] to [C-45]",
    right: {
      "Rossi, Anna": "refused",
      "/ada": "refused",
      "@ada": "refused",
      "a\tb": "refused",
      "a  b": "refused",
      'a"b': "refused",
      "a\u200bb": "refused",
      Guest: "refused",
      server: "refused",
      ["x".repeat(33)]: "refused",
      ["x".repeat(32)]: "accepted",
      ["é".repeat(32)]: "accepted",
      "Ada Lovelace": "accepted",
      Zoë: "accepted",
      Aда: "refused",
      "": "refused",
    },
    observe: (target) =>
      tryNames(target, [
        "Rossi, Anna",
        "/ada",
        "@ada",
        "a\tb",
        "a  b",
        'a"b',
        "a\u200bb",
        "Guest",
        "server",
        "x".repeat(33),
        "x".repeat(32),
        "é".repeat(32),
        "Ada Lovelace",
        "Zoë",
        "Aда",
        "",
      ]),
    wrong: [
      "accepts_comma",
      "accepts_at_sign",
      "accepts_slash",
      "accepts_tab_in_name",
      "accepts_two_spaces",
      "accepts_double_quote",
      "accepts_invisible",
      "accepts_reserved",
      "reserves_with_case",
      "accepts_long_names",
      "refuses_long_names",
      "counts_bytes_of_names",
      "refuses_spaces",
      "refuses_accents",
      "mixes_scripts",
      "accepts_empty_name",
    ],
  },
  {
    what: "frees a name at the end of the input, and at a reset [C-35] [C-46]",
    right: { end: "accepted", reset: "accepted" },
    async observe(target) {
      using ada = await ChatPeer.join(target, "Ada");
      ada.socket.end();
      await ada.rest();
      const [end] = Object.values(await tryNames(target, ["Ada"]));
      using bob = await ChatPeer.join(target, "Bob");
      using carl = await ChatPeer.join(target, "Carl");
      bob.socket.resetAndDestroy();
      await settle(carl);
      const [reset] = Object.values(await tryNames(target, ["Bob"]));
      return { end, reset };
    },
    wrong: ["keeps_name_at_end", "keeps_name_at_reset", "dies_at_reset"],
  },
  {
    what: "lets a refusal be read by a client that had sent more [C-34]",
    right: "ended",
    async observe(target) {
      using peer = await ChatPeer.open(target, `a,b\n${"x".repeat(100_000)}`);
      return (await peer.rest()).at(-1);
    },
    wrong: ["closes-before-refusal-is-read"],
  },
  {
    what: "reads every form of handshake [C-30] [C-31] [C-32]",
    right: {
      quiet: "accepted",
      lineEnd: "accepted",
      mark: "accepted",
      brace: ["accepted", toAda],
      skipped: ["accepted", toAda],
      behindBlankLine: ["accepted", toAda],
      early: ["accepted", toAda],
      blankLine: "refused",
      latin1: "refused",
      longest: "accepted",
      tooLong: "refused",
      padded: "refused",
      end: "accepted",
    },
    async observe(target) {
      const first = async (bytes: string | Buffer, ends = false) => {
        using peer = await ChatPeer.open(target, bytes);
        if (ends) peer.socket.end();
        return outcomeOf(await peer.next());
      };
      const two = async (bytes: string) => {
        using peer = await ChatPeer.open(target, bytes);
        return [outcomeOf(await peer.next()), await peer.next()];
      };
      return {
        quiet: await first("Ada"),
        lineEnd: await first("Bea\r\n"),
        mark: await first("\ufeffCarl\n"),
        brace: await two(`Ada${hi()}`),
        skipped: await two(hi()),
        behindBlankLine: await two(`\n${hi()}`),
        early: await two(`Ada\n${hi()}`),
        blankLine: await first("\n"),
        latin1: await first(Buffer.from("Zo\xeb\n", "latin1")),
        longest: await first(`${" ".repeat(1_021)}Eve\n`),
        tooLong: await first(`${" ".repeat(1_022)}Eve\n`),
        padded: await first(`${" ".repeat(2_000)}Eve\n`),
        end: await first("Fay", true),
      };
    },
    wrong: [
      "waits_for_newline",
      "ends_name_at_newline_alone",
      "keeps_carriage_return",
      "keeps_byte_order_mark",
      "accepts_latin1_name",
      "counts_trimmed_name",
      "limits_first_line_early",
      "refuses_without_handshake",
      "loses_first_message",
      "loses_early_messages",
      "loses_name_at_end",
    ],
  },
  {
    what: "says nothing before the name, and then who is online [C-30] [C-33]",
    right: ["nothing", `SERVER>Ada: Welcome Ada! ${START}You are the first connected user.`],
    async observe(target) {
      using early = await ChatPeer.open({ ...target, patienceMs: target.quietMs });
      const first = [await early.nextLine(), early.takeRest()].find((text) => text !== "nothing" && text !== "");
      using ada = await ChatPeer.open(target, "Ada\n");
      return [first ?? "nothing", await ada.next()];
    },
    wrong: [
      "refuses_silent_connections",
      "speaks_first",
      "welcomes_in_own_words",
      "welcomes_from_another",
      "lists_oneself_in_welcome",
    ],
  },
  {
    what: "waits for the second part of a name [C-30] [C-31]",
    seconds: { nameEnd: 60 },
    right: "accepted",
    async observe(target) {
      using bob = await ChatPeer.join(target, "Bob");
      using ada = await ChatPeer.open(target, "A");
      await settle(bob);
      ada.write("da\n");
      const welcome = await ada.next();
      return welcome.startsWith("SERVER>Ada: ") ? outcomeOf(welcome) : welcome;
    },
    wrong: ["ends_name_at_read"],
  },
  {
    what: "writes messages to a client without newline one at a time [C-22] [C-23]",
    // What a right server has written so is judged by its own clock: 49 gaps take 49 ms at least.
    right: true,
    async observe(target) {
      using ada = await ChatPeer.join(target, "Ada", "");
      const { length } = ada.reads;
      const startedAt = performance.now();
      ada.write(Array.from({ length: 50 }, () => hi()).join(""));
      for (let count = 0; count < 50; count++) await ada.next();
      return ada.reads.length - length > 1 && performance.now() - startedAt > 49;
    },
    wrong: ["glues-for-unframed"],
  },
  {
    what: "gives up a connection without a name [C-31]",
    seconds: { handshake: 0.5 },
    right: "ended",
    async observe(target) {
      using peer = await ChatPeer.open(target);
      return (await peer.rest()).at(-1);
    },
    wrong: ["never_gives_up_names"],
  },
  {
    what: "keeps lists within their limits [C-24] [C-62]",
    right: { welcome: "below 1000", list: "at most 16384", unframed: "below 1000" },
    async observe(target) {
      const users = await Promise.all(
        Array.from({ length: 100 }, (_, index) => ChatPeer.join(target, `${"é".repeat(29)}${100 + index}`)),
      );
      using ada = await ChatPeer.open(target, "Ada\n", "Ada");
      const welcome = (await ada.nextLine()).length + 1;
      ada.send("/list");
      const list = (await ada.nextLine()).length + 1;
      using bob = await ChatPeer.join(target, "Bob", "");
      bob.send("/list");
      const unframed = (await bob.nextLine()).length + 1;
      for (const user of users) user[Symbol.dispose]();
      return {
        welcome: welcome < 1_000 ? "below 1000" : welcome,
        list: list <= 16_384 ? "at most 16384" : list,
        unframed: unframed < 1_000 ? "below 1000" : unframed,
      };
    },
    wrong: ["welcomes_at_any_length", "lists_at_any_length", "lists_long_for_unframed"],
  },
  {
    what: "frames by structure [C-10] [C-12]",
    right: [toAda, toAda, "Ada>Ada: {é}", 'Ada>Ada: }"{', "Ada>Ada: \\", "Ada>Ada: é"],
    async observe(target) {
      using bob = await ChatPeer.join(target, "Bob");
      using ada = await ChatPeer.join(target, "Ada");
      const texts = ["{é}", '}"{', "\\"].map((text) => message("Ada", "Ada", text).replace(",", ",\n"));
      ada.write(`${hi()}${hi()}${texts.join("")}`);
      const cut = Buffer.from(message("Ada", "Ada", "é"));
      const inside = cut.indexOf(0xa9);
      ada.write(cut.subarray(0, inside));
      await settle(bob);
      ada.write(cut.subarray(inside));
      return await ada.answers();
    },
    wrong: [
      "frames_by_read",
      "frames_by_line",
      "takes_first_of_read",
      "breaks_cut_characters",
      "counts_braces_in_strings",
      "forgets_backslashes",
    ],
  },
  {
    what: "skips white space, and rejects garbage once and at once [C-11]",
    right: {
      spaces: [toAda],
      mark: [REJECTED],
      mixed: [REJECTED, toAda],
      long: [REJECTED],
      open: REJECTED,
    },
    async observe(target) {
      const outcomes = await tryMessages(target, {
        spaces: `\n\n\u00a0\u3000\r\n${hi()}`,
        mark: "\ufeff",
        mixed: `hello ${hi()}`,
        long: "hello world",
      });
      using ada = await ChatPeer.join(target, "Ada");
      ada.write("hello");
      return { ...outcomes, open: sign(await ada.next()) };
    },
    wrong: [
      "rejects_blank_lines",
      "skips-ascii-space-alone",
      "skips_byte_order_marks",
      "skips_garbage_by_line",
      "rejects_each_character",
      "rejects_garbage_late",
      "ignores_garbage",
    ],
  },
  {
    what: "takes 65,536 bytes and not one more [C-13]",
    right: { largest: "Ada>Ada: arrived", larger: [REJECTED, "ended"], open: [REJECTED, "ended"] },
    async observe(target) {
      const sized = (bytes: number) => {
        const text = message("Ada", "Ada", "");
        return `${text.slice(0, -2)}${"é".repeat((bytes - text.length) / 2)}${text.slice(-2)}`;
      };
      const even = Buffer.byteLength(message("Ada", "Ada", "")) % 2 === 0;
      const bytes = (count: number) => (even === (count % 2 === 0) ? sized(count) : `{ ${sized(count - 1).slice(1)}`);
      const largest = await ChatPeer.join(target, "Ada");
      largest.write(bytes(65_536));
      const arrived = (await largest.next()).replace(/: é.*/u, ": arrived");
      largest.socket.end();
      await largest.rest();
      const rejected = async (text: string) => {
        using ada = await ChatPeer.join(target, "Ada");
        ada.write(text);
        ada.write(`\n${message("Ada", "/time", "")}`);
        return (await ada.rest()).map(sign);
      };
      return {
        largest: arrived,
        larger: await rejected(bytes(65_537)),
        open: await rejected(bytes(65_538).slice(0, -2)),
      };
    },
    wrong: [
      "limits_messages_early",
      "limits_messages_late",
      "limits_messages_never",
      "limits-characters",
      "limits_at_the_end",
      "goes_on_after_too_large",
    ],
  },
  {
    what: "rejects what is not UTF-8, and closes [C-2] [C-14]",
    right: { latin1: [REJECTED, "ended"], surrogates: [REJECTED, "ended"], valid: ["Ada>Ada: é👋"] },
    async observe(target) {
      const rejected = async (bytes: Buffer) => {
        using ada = await ChatPeer.join(target, "Ada");
        ada.write(Buffer.concat([bytes, Buffer.from(`\n${message("Ada", "/list", "")}`)]));
        return (await ada.rest()).map(sign);
      };
      const surrogates = Buffer.from(message("Ada", "Ada", "??????"));
      surrogates.set([0xed, 0xa0, 0xbd, 0xed, 0xb1, 0x8b], surrogates.indexOf("??????"));
      return {
        latin1: await rejected(Buffer.from(message("Ada", "Ada", "é"), "latin1")),
        surrogates: await rejected(surrogates),
        valid: (await tryMessages(target, { valid: message("Ada", "Ada", "é👋") })).valid,
      };
    },
    wrong: [
      "replaces_bad_utf8",
      "reads_latin1",
      "accepts_encoded_surrogates",
      "keeps_open_after_bad_utf8",
      "loses-rejection-of-fatal-frame",
    ],
  },
  {
    what: "gives up an object that is not over [C-14]",
    seconds: { object: 3 },
    right: [[REJECTED, "ended"], true],
    async observe(target) {
      using ada = await ChatPeer.join({ ...target, patienceMs: Math.max(target.patienceMs, 6_000) }, "Ada");
      const startedAt = performance.now();
      ada.write('{"from": ');
      const rest = await ada.rest();
      return [rest.map(sign), performance.now() - startedAt > 2_900];
    },
    wrong: ["waits_for_ever_in_object", "gives_up_objects_early"],
  },
  {
    what: "answers what came before the end of the input, and closes [C-14] [C-35]",
    right: ["Ada>Ada: hi", REJECTED, "ended"],
    async observe(target) {
      using ada = await ChatPeer.join(target, "Ada");
      ada.socket.end(`${hi()}\n{"from": `);
      return (await ada.rest()).map(sign);
    },
    wrong: ["ignores_open_object_at_end", "loses_input_at_end"],
  },
  {
    what: "closes behind the last answer [C-35]",
    right: [toAda, "ended"],
    async observe(target) {
      using ada = await ChatPeer.join(target, "Ada");
      ada.socket.end(hi());
      return await ada.rest();
    },
    wrong: ["never_closes_after_end"],
  },
  {
    what: "lives on after a deep object, and after one that is no message [C-12] [C-14]",
    right: { depth: [REJECTED, toAda], other: [] },
    async observe(target) {
      using bob = await ChatPeer.join(target, "Bob");
      const { depth } = await tryMessages(target, { depth: `${"{".repeat(9_000)}${"}".repeat(9_000)}${hi()}` });
      return { depth, other: await bob.answers() };
    },
    wrong: ["dies_of_depth", "dies_of_bad_message"],
  },
  {
    what: "tells messages from other objects [C-3]",
    right: {
      moreKeys: [REJECTED],
      missing: [REJECTED],
      repeated: [REJECTED],
      number: [REJECTED],
      half: [REJECTED],
      tab: [REJECTED],
      comma: [REJECTED],
      quotes: [REJECTED],
      escaped: [toAda],
      order: [toAda],
      spaces: [toAda],
      key: ["SERVER>Ada: ❌ Error: User 'msg' not found."],
      empty: ["Ada>Ada: "],
      behind: [REJECTED, toAda],
    },
    observe: (target) =>
      tryMessages(target, {
        moreKeys: hi().replace("}", '}, "time": "12:00"').replace("12:00", "12"),
        missing: hi().replace(',"ip":"192.0.2.1"', ""),
        repeated: hi().replace('"msg":', '"msg":"ho","msg":'),
        number: hi().replace('"hi"', "1"),
        half: hi().replace('"hi"', '"\\ud83d"'),
        tab: hi().replace('"hi"', '"a\tb"'),
        comma: hi().replace('"hi"', '"hi",'),
        quotes: hi().replaceAll('"', "'"),
        escaped: hi().replace('"msg"', '"\\u006dsg"'),
        order: '{"msg":"hi","to":"Ada","from":{"ip":"x","name":"Ada"}}',
        spaces: hi().replaceAll(",", ",\n\t"),
        key: hi("msg"),
        empty: '{"from":{"name":"Ada","ip":""},"to":"Ada","msg":""}',
        behind: `{}${hi()}`,
      }),
    wrong: [
      "accepts_more_keys",
      "accepts_missing_ip",
      "accepts_repeated_keys",
      "accepts_numbers",
      "accepts_half_surrogates",
      "accepts_raw_tabs",
      "accepts_trailing_commas",
      "accepts_single_quotes",
      "compares_raw_keys",
      "wants_key_order",
      "wants_python_spaces",
      "searches_for_keys",
      "rejects_empty_texts",
      "ignores_bad_messages",
      "answers_rejections_twice",
      "rejects_with_other_sign",
      "closes_at_bad_message",
    ],
  },
  {
    what: "says at which byte of the connection a rejected frame began [C-14]",
    right: true,
    async observe(target) {
      using ada = await ChatPeer.join(target, "Ada");
      ada.write(`${hi()}\n{}`);
      await ada.next();
      return new RegExp(`\\b${`Ada\n${hi()}\n`.length}\\b`).test(await ada.next());
    },
    wrong: ["rejects_without_offset", "counts_offsets_from_name"],
  },
  {
    what: "loses nothing of a fast client, and keeps the order [C-15] [C-60]",
    right: Array.from({ length: 100 }, (_, index) => `Ada>Ada: ${index}`),
    async observe(target) {
      using ada = await ChatPeer.join(target, "Ada");
      ada.write(Array.from({ length: 100 }, (_, index) => message("Ada", "Ada", `${index}`)).join(""));
      return await ada.answers();
    },
    wrong: ["drops_fast_messages", "delivers_newest_first", "delivers_twice"],
  },
  {
    what: "says who somebody is, by itself [C-50] [C-51]",
    right: { forged: [REJECTED], sender: { from: { name: "Ada", ip: "127.0.0.1" }, to: "Bob", msg: "hi" }, bob: [] },
    async observe(target) {
      using bob = await ChatPeer.join(target, "Bob");
      using ada = await ChatPeer.join(target, "Ada");
      ada.write(message("Eve", "Bob", "hi"));
      const forged = (await ada.answers()).map(sign);
      ada.write(hi("Bob"));
      await ada.answers();
      return { forged, sender: parse(await bob.nextLine()), bob: await bob.answers() };
    },
    wrong: [
      "trusts_from_name",
      "ignores_forged_sender",
      "corrects_forged_sender",
      "keeps_claimed_address",
      "compares_address",
    ],
  },
  {
    what: "delivers a text as it is, in ASCII and in one line [C-20] [C-21] [C-25] [C-51]",
    right: {
      text: " <é👋>\0\n\u007f'\" ",
      line: "ASCII",
      keys: ["from", "to", "msg"],
      length: 60_000,
      lineBytes: "fits",
    },
    async observe(target) {
      using ada = await ChatPeer.join(target, "Ada");
      ada.send("Ada", " <é👋>\0\n\u007f'\" ");
      const line = await ada.nextLine();
      ada.send("Ada", "\u007f".repeat(60_000));
      const long = await ada.nextLine();
      try {
        const { msg } = JSON.parse(line);
        return {
          text: msg,
          line: /^[\x20-\x7f]*$/.test(line) ? "ASCII" : line,
          keys: Object.keys(JSON.parse(line)),
          length: JSON.parse(long).msg.length,
          lineBytes: long.length < 262_144 ? "fits" : long.length,
        };
      } catch {
        return line;
      }
    },
    wrong: [
      "trims_texts",
      "loses_characters",
      "escapes_html",
      "cuts_texts",
      "loses_zero",
      "strips_line_feeds",
      "writes_utf8",
      "escapes_delete",
      "escapes_everything",
      "writes_without_newline",
      "writes_several_lines",
      "adds_key",
      "writes_length_first",
      "writes_zero_bytes",
    ],
  },
  {
    what: "delivers as the vectors say [C-25] [C-50] [C-51] [C-60]",
    right: [],
    async observe(target) {
      const failed: string[] = [];
      for (const { id, input, expected } of readVectors("deliver", "server")) {
        using sender = await ChatPeer.join(target, input.sender.name);
        using receiver = await ChatPeer.join(target, input.receiver);
        sender.write(Buffer.concat([input.bytes, Buffer.from("\n")]));
        const [answer] = await sender.answers();
        if (expected.message !== undefined) {
          const line = await receiver.nextLine();
          const message = { ...expected.message, from: { ...expected.message.from, ip: "127.0.0.1" } };
          const isRight = isDeepStrictEqual(parse(line), message) && Buffer.byteLength(line) < expected.maxBytes;
          if (!isRight || answer !== undefined) failed.push(id);
        } else if (!answer?.includes(expected.answer) || (await receiver.answers()).length > 0) failed.push(id);
        for (const peer of [sender, receiver]) peer.socket.end();
        await Promise.all([sender.rest(), receiver.rest()]);
      }
      return failed;
    },
    wrong: [],
  },
  {
    what: "delivers to the receiver alone, and answers only what was not delivered [C-60] [C-69]",
    right: { ada: ["SERVER>Ada: ❌ Error: User ' Carl ' not found."], bob: ["Ada>Bob: hi"] },
    async observe(target) {
      using bob = await ChatPeer.join(target, "Bob");
      using ada = await ChatPeer.join(target, "Ada");
      ada.write(hi("Bob") + hi(" Carl "));
      return { ada: await ada.answers(), bob: await bob.answers() };
    },
    wrong: [
      "delivers_to_all",
      "acknowledges_messages",
      "loses_message_to_the_absent",
      "says_absent_in_own_words",
      "trims_absent_name",
    ],
  },
  {
    what: "answers requests with the fixed texts [C-61] to [C-67]",
    right: {
      alone: "SERVER>Ada: You are the only active user!",
      shout: "SERVER>Ada: Message sent to 0 users",
      list: "SERVER>Ada: Online users (1): Bob",
      withText: "SERVER>Ada: Online users (1): Bob",
      time: true,
      help: `SERVER>Ada: ${HELP}`,
      standard: ["from", "to", "msg"],
      unknown: "SERVER>Ada: ❌ Error: Unknown command '/nope'. Send a message to /help for the list.",
      capitals: "SERVER>Ada: ❌ Error: Unknown command '/LIST'. Send a message to /help for the list.",
      behind: "SERVER>Ada: ❌ Error: Unknown command '/list '. Send a message to /help for the list.",
      before: "SERVER>Ada: ❌ Error: User ' /list' not found.",
      long: `SERVER>Ada: ❌ Error: Unknown command '/x${"é".repeat(31)}…'. Send a message to /help for the list.`,
      odd: `SERVER>Ada: ❌ Error: User 'x${"é".repeat(31)}…' not found.`,
    },
    async observe(target) {
      using ada = await ChatPeer.join(target, "Ada");
      const ask = async (to: string, msg = "") => {
        ada.send(to, msg);
        const answer = await ada.next();
        const more = await ada.answers();
        return more.length > 0 ? `${answer}, then ${more}` : answer;
      };
      const alone = await ask("/list");
      const shout = await ask("/shout", "hi");
      using _bob = await ChatPeer.join(target, "Bob");
      const standard = await ask("/standard");
      return {
        alone,
        shout,
        list: await ask("/list"),
        withText: await ask("/list", "please"),
        time: /^SERVER>Ada: Server time: \d\d:\d\d:\d\d$/.test(await ask("/time")),
        help: await ask("/help"),
        standard: standard.startsWith("SERVER>Ada: JSON STD: \n ")
          ? Object.keys(JSON.parse(standard.slice("SERVER>Ada: JSON STD: \n ".length)))
          : standard,
        unknown: await ask("/nope"),
        capitals: await ask("/LIST"),
        behind: await ask("/list "),
        before: await ask(" /list"),
        long: await ask(`/x${"é".repeat(100)}`),
        odd: await ask(`x${"é".repeat(100)}`),
      };
    },
    wrong: [
      "ignores_unknown_commands",
      "answers_unknown_in_own_words",
      "ignores_case_of_endpoints",
      "trims_endpoints",
      "takes_trimmed_slash",
      "wants_empty_request",
      "lists_oneself",
      "lists_without_count",
      "lists_nobody_in_own_words",
      "says_date_and_time",
      "ignores_help",
      "helps_in_own_words",
      "describes_another_message",
      "answers_from_asker",
      "answers_requests_twice",
      "quotes_without_limit",
      "cuts_inside_characters",
      "shouts_without_receipt",
      "counts_sender_of_shout",
    ],
  },
  {
    what: "shouts to all others as Everyone, which is nobody's name [C-63]",
    right: {
      ada: ["SERVER>Ada: Message sent to 1 users", "SERVER>Ada: ❌ Error: User 'Everyone' not found."],
      bob: ["Ada>Everyone: hi"],
    },
    async observe(target) {
      using bob = await ChatPeer.join(target, "Bob");
      using ada = await ChatPeer.join(target, "Ada");
      ada.write(hi("/shout") + hi("Everyone"));
      return { ada: await ada.answers(), bob: await bob.answers() };
    },
    wrong: ["shouts_to_sender", "says_one_user", "shouts_to_names", "takes_everyone_for_shout"],
  },
  {
    what: "answers in the order of the input [C-69]",
    right: ["SERVER>Ada: You are the only active user!", "SERVER>Ada: ❌ Error: User 'Bob' not found.", REJECTED],
    async observe(target) {
      using ada = await ChatPeer.join(target, "Ada");
      ada.write(`${hi("/list")}${hi("Bob")}{}`);
      return (await ada.answers()).map(sign);
    },
    wrong: ["answers-out-of-order"],
  },
  {
    what: "answers each endpoint that /help lists, in words that mean nothing else [C-68] [C-100]",
    right: 5,
    async observe(target) {
      using ada = await ChatPeer.join(target, "Ada");
      ada.send("/help");
      const endpoints = (await ada.next()).match(/\/\w+/g) ?? [];
      let answered = 0;
      for (const endpoint of endpoints) {
        if (endpoint !== "/time") ada.send(endpoint);
        const [answer] = await ada.answers();
        if (endpoint === "/time" || (answer && !answer.includes("User '"))) answered++;
      }
      return answered === endpoints.length ? answered : { endpoints, answered };
    },
    wrong: ["has_silent_endpoint", "answers_like_a_fixed_text"],
  },
  {
    what: "serves many, whatever one of them does [C-31] [C-33]",
    right: ["accepted", "accepted"],
    async observe(target) {
      using _ada = await ChatPeer.join(target, "Ada");
      using _silent = await ChatPeer.open(target);
      return Object.values(await tryNames(target, ["Bob", "Carl"]));
    },
    wrong: ["serves_one_at_a_time", "waits_for_silent_client"],
  },
  {
    what: "lets nobody wait for a slow reader, and cuts it off [C-70] to [C-73]",
    seconds: { stall: 10, linger: 60 },
    right: { notice: "counted", list: "SERVER>Carl: Online users (1): Ada", lastWords: "there" },
    observe: observeSlowReader,
    wrong: [
      "waits_for_slow_reader",
      "drops_for_slow_reader",
      "says_queue_is_full_in_own_words",
      "never_cuts_off",
      "cuts_off_without_notice",
      "cuts_off_without_last_words",
      "counts_lost_messages_wrongly",
    ],
  },
];

/** Most rounds of ten messages of 60,000 bytes that a kernel takes for a client that does not read. */
const MAX_ROUNDS = 40;
/** The same where the server's buffers are small, as in `serve_all.py`, in which all wrong servers of this scenario run. */
const MAX_ROUNDS_WRONG = 8;

/** Bob stops reading, Ada writes to him until she is told that he can't take more, and Carl watches. */
async function observeSlowReader(given: Target) {
  // Much is moved, on a machine that may be busy.
  const target = { ...given, patienceMs: Math.max(given.patienceMs, 20_000) };
  using carl = await ChatPeer.join(target, "Carl");
  using ada = await ChatPeer.join(target, "Ada");
  using bob = await ChatPeer.join(target, "Bob");
  bob.socket.pause();
  let answer: string | undefined;
  const maxRounds = given.patienceMs < target.patienceMs ? MAX_ROUNDS_WRONG : MAX_ROUNDS;
  for (let round = 0; answer === undefined && round < maxRounds; round++) {
    ada.write(message("Ada", "Bob", "x".repeat(60_000)).repeat(10));
    [answer] = await ada.answers();
  }
  if (answer !== "SERVER>Ada: ❌ Error: 'Bob' can't take more messages right now. Try again later.") return answer;
  const notice = await ada.next();
  carl.send("/list");
  const list = await carl.next();
  bob.socket.resume();
  const last = (await bob.rest()).at(-2) ?? "";
  const count = Number(/Error: (\d+) of your messages to 'Bob'/.exec(notice)?.[1] ?? "0");
  return {
    notice: count > 1 ? "counted" : notice,
    list,
    lastWords: last.includes("⛔ Error: You were disconnected: ") ? "there" : last.slice(0, 100),
  };
}
