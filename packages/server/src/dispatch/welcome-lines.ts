import { asciiJson, serverTexts, UNFRAMED_MESSAGE_BYTES } from "@chat/protocol";
import type { UserView } from "../backplane/backplane.ts";
import { addressLine, serverLine, serverLineOverhead } from "../delivery/line.ts";
import type { User } from "../delivery/user.ts";

/** Users beside whom no welcome can name all: a name takes three bytes with its comma, and the line has less than a thousand. */
const CROWD = 500;

/** Stands for each byte of a newcomer's name: no name has it, and JSON writes it as it is. */
const STAND_IN = "\x7f";

/** Most welcomes that are kept: there is another one for each length of a name. */
const MAX_KEPT = 64;

/** A welcome without what differs between newcomers with names of one length. */
interface KeptWelcome {
  /** The users whom it names, and the one behind them: as long as these are the first, nobody else is named. */
  readonly head: readonly User[];
  /** The line before, between and behind the two places of the newcomer's name. */
  readonly parts: readonly string[];
  /** The line behind the number of those who are not named. */
  readonly end: string;
}

/**
 * Writes the lines that greet newcomers [C-33]. In a crowd all of them name the same users, those who came first. So they
 * are kept: to make the line anew was a third of what a join cost.
 */
export class WelcomeLines {
  readonly #view: UserView;
  /** By the lengths of the newcomer's name and of the number of others, which decide how many are named. */
  readonly #kept = new Map<number, KeptWelcome>();

  constructor(view: UserView) {
    this.#view = view;
  }

  /** Writes the line to a user who has just come online, beside `count` others. */
  write(newcomer: User, count: number): string {
    if (count < CROWD) return serverLine(newcomer, writeText(newcomer, this.#firstOthers(newcomer), count));
    const name = asciiJson(newcomer.name).slice(1, -1);
    const key = 1_000 * `${count}`.length + name.length;
    let kept = this.#kept.get(key);
    if (!kept || !this.#isRight(kept, newcomer)) {
      kept = makeWelcome(name.length, this.#firstOthers(newcomer), count);
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      this.#kept.set(key, kept);
    }
    const [before, between, behind] = kept.parts;
    return `${before}${name}${between}${name}${behind}${count - kept.head.length + 1}${kept.end}`;
  }

  #isRight({ head }: KeptWelcome, newcomer: User): boolean {
    let index = 0;
    for (const user of this.#view.users()) {
      if (user === newcomer) continue;
      if (user !== head[index]) return false;
      index += 1;
      if (index === head.length) return true;
    }
    return false;
  }

  #firstOthers(newcomer: User): User[] {
    const others: User[] = [];
    for (const user of this.#view.users()) {
      if (user !== newcomer) others.push(user);
      if (others.length === CROWD) break;
    }
    return others;
  }
}

function makeWelcome(nameLength: number, others: readonly User[], count: number): KeptWelcome {
  const name = STAND_IN.repeat(nameLength);
  const to = { name, lineTo: addressLine(name) };
  const text = writeText(to, others, count);
  const named = serverTexts.welcome.read(text)?.others.names.length ?? 0;
  const number = `${count - named}`;
  // Written and read, it takes a byte for each character: out of a text with an ellipsis come strings of two.
  const line = Buffer.from(serverLine(to, text), "latin1").toString("latin1");
  const at = line.lastIndexOf(number);
  return {
    head: others.slice(0, named + 1),
    parts: line.slice(0, at).split(name),
    end: line.slice(at + number.length),
  };
}

function writeText(to: Pick<User, "name" | "lineTo">, others: readonly User[], count: number): string {
  const maxTextBytes = UNFRAMED_MESSAGE_BYTES - 1 - serverLineOverhead(to);
  return serverTexts.welcome.write(to.name, { names: others.map(({ name }) => name), count, maxTextBytes });
}
