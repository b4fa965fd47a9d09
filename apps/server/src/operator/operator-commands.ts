import { writeDuration } from "@chat/command-line/duration";
import { displayText } from "@chat/protocol";
import {
  type ActResult,
  type ChatServer,
  isNetwork,
  type OnlineUser,
  type Sanction,
  type SanctionTarget,
} from "@chat/server";

/** The server, as far as operators act on it. */
export type OperatedServer = Pick<ChatServer, "control" | "users">;

/** A line that an operator has typed, behind the word of the command. */
interface OperatorLine {
  readonly server: OperatedServer;
  /** The operator, for the log. */
  readonly by: string;
  /** The words of the line; one in quotes may have spaces. */
  readonly words: readonly string[];
  /** The text of the line, from its first word on. */
  readonly text: string;
}

/** An act that waits for a yes. */
export interface Proposal {
  /** Its effect, in sentences. */
  readonly text: string;
  carryOut(): Promise<string>;
}

/** Something that an operator can type. */
export interface OperatorCommand {
  /** The words behind that of the command. */
  readonly operands: string;
  readonly summary: string;
  /** Words that it needs at least. */
  readonly needs: number;
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
    needs: 0,
    run: ({ server }) => {
      const users = server.users();
      return [`${count(users.length, "user")} online`, ...listUsers(users)].join("\n");
    },
  },
  kick: {
    operands: "NAME [REASON]",
    summary: "disconnect a user, who may come back",
    needs: 1,
    run: async ({ server, by, words: [name = "", ...reason] }) => {
      const result = await server.control.disconnect({ name }, { by, reason: reason.join(" ") });
      return result.hits === 0
        ? writeAbsent(name) + writeSilent(result)
        : `Disconnected ${name}.${writeSilent(result)}`;
    },
  },
  ban: {
    operands: "NAME|ADDRESS [TIME] [REASON]",
    summary: "keep out a name, an address, or a network such as 10.0.0.0/8; it asks first",
    needs: 1,
    run: ({ server, by, words: [whom = "", ...rest] }) => {
      const target = readTarget(whom);
      const options = { by, ...readTime(rest) };
      return {
        text: `${writeVictims(server, target)} It keeps out ${writeTarget(target)} for ${writeDuration(options.forMs)}.`,
        carryOut: async () => writeHits("Banned", target, await server.control.ban(target, options)),
      };
    },
  },
  unban: {
    operands: "NAME|ADDRESS",
    summary: "end a ban",
    needs: 1,
    run: async ({ server, by, words: [whom = ""] }) =>
      (await server.control.unban(readTarget(whom), { by }))
        ? `${whom} may come again.`
        : `There is no ban of ${whom}.`,
  },
  mute: {
    operands: "NAME [TIME] [REASON]",
    summary: "refuse what a user sends to others",
    needs: 1,
    run: async ({ server, by, words: [name = "", ...rest] }) => {
      const options = { by, ...readTime(rest) };
      const result = await server.control.mute(name, options);
      return `Muted ${name} for ${writeDuration(options.forMs)}.${writeSilent(result)}`;
    },
  },
  unmute: {
    operands: "NAME",
    summary: "end a mute",
    needs: 1,
    run: async ({ server, by, words: [name = ""] }) =>
      (await server.control.unmute(name, { by })) ? `${name} can write again.` : `${name} is not muted.`,
  },
  bans: {
    operands: "",
    summary: "list the bans and mutes in force",
    needs: 0,
    run: ({ server }) => {
      const sanctions = server.control.sanctions();
      return [count(sanctions.length, "ban or mute", "bans and mutes"), ...sanctions.map(writeSanction)].join("\n");
    },
  },
  say: {
    operands: "TEXT",
    summary: "write a notice to everybody",
    needs: 1,
    run: async ({ server, by, text }) => {
      const result = await server.control.announce(text, { by });
      return `${count(result.hits, "user")} got it.${writeSilent(result)}`;
    },
  },
  tell: {
    operands: "NAME TEXT",
    summary: "write a notice to one user",
    needs: 2,
    run: async ({ server, by, words: [name = "", ...text] }) => {
      const result = await server.control.sendTo(name, text.join(" "), { by });
      return result.hits > 0 ? `${name} got it.` : `${writeAbsent(name)} Or ${name} has not read for long.`;
    },
  },
};

/** Reads whom a ban is for. What can be an address is one. */
function readTarget(text: string): SanctionTarget {
  return isNetwork(text) ? { address: text } : { name: text };
}

const UNITS = { s: 1_000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Reads the time, if the first word is one, and the reason. */
function readTime(words: readonly string[]): { readonly forMs: number; readonly reason: string } {
  const [, digits, unit] = /^(\d{1,6})(s|min|m|h|d)$/.exec(words[0] ?? "") ?? [];
  if (digits === undefined) return { forMs: DEFAULT_FOR_MS, reason: words.join(" ") };
  return { forMs: Number(digits) * UNITS[unit as keyof typeof UNITS], reason: words.slice(1).join(" ") };
}

/** Says whom a ban disconnects, and, of a name, who else comes from the same address. */
function writeVictims({ control }: OperatedServer, target: SanctionTarget): string {
  const victims = control.affected(target);
  const names =
    victims.length === 0 ? "nobody who is online" : `${count(victims.length, "user")}: ${listNames(victims)}`;
  const [victim] = victims;
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
  return `  ${kind} of ${writeTarget(target)} by ${by}, for another ${writeDuration(endsAt - Date.now())}${why}`;
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
