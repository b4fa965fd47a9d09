import { writeWholeDuration } from "@chat/command-line/duration";
import { displayText } from "@chat/protocol";
import {
  type ActResult,
  type ChatServer,
  isNetwork,
  type OnlineUser,
  type Sanction,
  type SanctionOptions,
  type SanctionTarget,
} from "@chat/server";

/** The server, as far as operators act on it. */
export type OperatedServer = Pick<ChatServer, "control" | "users">;

/** A line that an operator has typed, behind the word of the command. */
export interface OperatorLine {
  readonly server: OperatedServer;
  /** The operator, for the log. */
  readonly by: string;
  readonly words: readonly string[];
  /** The first of them, without its quotes: most commands have a name there. */
  readonly name: string;
  /** Returns the text from a word on, as it was typed. */
  textFrom(index: number): string;
}

/** An act that waits for a yes. */
export interface Proposal {
  /** Its effect, in sentences. */
  readonly text: string;
  carryOut(): Promise<string>;
}

/** Something that an operator can type. */
export interface OperatorCommand {
  /** The words behind that of the command; those in brackets may be missing. */
  readonly operands: string;
  readonly summary: string;
  /** Returns the answer, or what has to be confirmed first. */
  run(line: OperatorLine): Promise<string | Proposal> | string | Proposal;
}

/** Time of a ban or a mute without one. */
const DEFAULT_FOR_MS = 15 * 60_000;

/** Names that a list shows; then comes the number of the others. */
const MAX_LISTED = 200;

/** Every command of an operator, in the order of the help. */
export const operatorCommands: { readonly [word: string]: OperatorCommand } = {
  who: {
    operands: "",
    summary: "list the users online, with their addresses",
    run: ({ server }) => {
      const users = server.users();
      return [`${count(users.length, "user")} online`, ...listUsers(users)].join("\n");
    },
  },
  kick: {
    operands: "NAME [REASON]",
    summary: "disconnect a user, who may come back",
    run: async ({ server, by, name, textFrom }) => {
      const result = await server.control.disconnect({ name }, { by, reason: textFrom(1) });
      if (result.hits === 0) throw new RangeError(writeAbsent(name) + writeSilent(result));
      return `Disconnected ${name}.${writeSilent(result)}`;
    },
  },
  ban: {
    operands: "NAME|ADDRESS [TIME] [REASON]",
    summary: "keep out a name, an address, or a network such as 10.0.0.0/8; it asks first",
    run: (line) => {
      const { server, by, words } = line;
      const target = readTarget(words);
      const options = { by, ...readTime(line) };
      return {
        text: `${writeVictims(server, target, options)} It keeps out ${writeTarget(target)} for ${writeWholeDuration(options.forMs)}.`,
        carryOut: async () => writeHits("Banned", target, await server.control.ban(target, options)),
      };
    },
  },
  unban: {
    operands: "NAME|ADDRESS",
    summary: "end a ban",
    run: async ({ server, by, name, words }) => {
      if (await server.control.unban(readTarget(words), { by })) return `${name} may come again.`;
      throw new RangeError(`There is no ban of ${name}: "bans" lists all.`);
    },
  },
  mute: {
    operands: "NAME [TIME] [REASON]",
    summary: "refuse what a user sends to others",
    run: async (line) => {
      const { server, by, name } = line;
      const options = { by, ...readTime(line) };
      const result = await server.control.mute(name, options);
      const hint = server.control.affected({ name }).length === 0 ? ` ${writeAbsent(name)}` : "";
      return `Muted ${name} for ${writeWholeDuration(options.forMs)}.${hint}${writeSilent(result)}`;
    },
  },
  unmute: {
    operands: "NAME",
    summary: "end a mute",
    run: async ({ server, by, name }) => {
      if (await server.control.unmute(name, { by })) return `${name} can write again.`;
      throw new RangeError(`${name} is not muted: "bans" lists all.`);
    },
  },
  bans: {
    operands: "",
    summary: "list the bans and mutes in force",
    run: ({ server }) => {
      const sanctions = server.control.sanctions();
      return [count(sanctions.length, "ban or mute", "bans and mutes"), ...sanctions.map(writeSanction)].join("\n");
    },
  },
  say: {
    operands: "TEXT",
    summary: "write a notice to everybody",
    run: async ({ server, by, textFrom }) => {
      const result = await server.control.announce(textFrom(0), { by });
      return `${count(result.hits, "user")} got it.${writeSilent(result)}`;
    },
  },
  tell: {
    operands: "NAME TEXT",
    summary: "write a notice to one user",
    run: async ({ server, by, name, textFrom }) => {
      const result = await server.control.sendTo(name, textFrom(1), { by });
      if (result.hits > 0) return `${name} got it.`;
      throw new RangeError(`${writeAbsent(name)} Or ${name} has not read for long.${writeSilent(result)}`);
    },
  },
};

/** Removes the quotes around a text: no name has any. */
export function unquote(text: string): string {
  return /^"([^"]*)"$/.exec(text)?.[1] ?? text;
}

/** Numbers with dots or colons, with what follows a slash or a percent sign. */
const LOOKS_LIKE_ADDRESS = /^(\d+(\.\d*)+|[\da-f]*:[\da-f]*:[\da-f.:]*)([/%].*)?$/i;

/** Reads whom a ban is for. What looks like an address has to be one, unless it stands in quotes. */
function readTarget([word = ""]: readonly string[]): SanctionTarget {
  if (isNetwork(word)) return { address: word };
  if (!LOOKS_LIKE_ADDRESS.test(word)) return { name: unquote(word) };
  throw new RangeError(`${word} is no address or network, such as 10.0.0.7 or 10.0.0.0/8. A name stands in quotes.`);
}

const UNITS = { s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads the time, if the second word begins with a digit, and the reason. */
function readTime({ words: [, word = ""], textFrom }: OperatorLine): Pick<SanctionOptions, "forMs" | "reason"> {
  if (!/^\d/.test(word)) return { forMs: DEFAULT_FOR_MS, reason: textFrom(1) };
  const [, digits, unit] = /^(\d+)(s|min|m|h|d)$/.exec(word) ?? [];
  const forMs = Number(digits) * UNITS[unit as keyof typeof UNITS];
  if (forMs >= UNITS.s && forMs <= 365 * UNITS.d) return { forMs, reason: textFrom(2) };
  throw new RangeError(`${word} is no time: it has to be such as 30s, 15m, 2h or 7d, from 1s to 365d.`);
}

/** Says whom a ban disconnects, and, of a name, who else comes from the same address. */
function writeVictims(server: OperatedServer, target: SanctionTarget, options: SanctionOptions): string {
  const { control } = server;
  const victims = control.affected(target, options);
  const names =
    victims.length === 0 ? "nobody who is online" : `${count(victims.length, "user")}: ${listNames(victims)}`;
  const [victim] = victims;
  if ("address" in target && server.users().some(({ name }) => name === target.address)) {
    return `This disconnects ${names}. To ban the user of that name, write it in quotes.`;
  }
  if ("address" in target || !victim) return `This disconnects ${names}.`;
  const neighbours = control.affected({ address: victim.ip }).filter(({ name }) => name !== victim.name);
  const address = `${victim.name} comes from ${victim.ip}`;
  const shared = neighbours.length === 0 ? "and nobody else does" : `which others have too: ${listNames(neighbours)}`;
  return `This disconnects ${names}. ${address}, ${shared}.`;
}

function writeTarget(target: SanctionTarget): string {
  return "name" in target ? `the name ${target.name}` : `everybody from ${target.address}`;
}

function writeHits(did: string, target: SanctionTarget, result: ActResult): string {
  return `${did} ${writeTarget(target)}: ${count(result.hits, "connection")} ended.${writeSilent(result)}`;
}

function writeSanction({ kind, target, endsAt, reason, by }: Sanction): string {
  const why = reason === "" ? "" : `: ${reason}`;
  return `  ${kind} of ${writeTarget(target)} by ${by}, for another ${writeWholeDuration(endsAt - Date.now())}${why}`;
}

function writeAbsent(name: string): string {
  return `Nobody called ${name} is online: "who" lists everybody.`;
}

function writeSilent({ silent }: ActResult): string {
  return silent.length === 0 ? "" : ` No answer came from ${silent.join(", ")}.`;
}

function listUsers(users: readonly OnlineUser[]): string[] {
  const lines = users.slice(0, MAX_LISTED).map(({ name, ip }) => `  ${displayText(name)}  ${ip}`);
  return users.length > MAX_LISTED ? [...lines, `  … and ${users.length - MAX_LISTED} more`] : lines;
}

function listNames(users: readonly OnlineUser[]): string {
  const names = users.slice(0, 10).map(({ name }) => name);
  return users.length > 10 ? `${names.join(", ")} and ${users.length - 10} more` : names.join(", ");
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
