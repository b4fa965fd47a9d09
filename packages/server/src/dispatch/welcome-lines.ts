import { asciiJson, serverTexts, UNFRAMED_MESSAGE_BYTES } from "@chat/protocol";
import type { UserView } from "../backplane/backplane.ts";
import { addressLine, serverLine, serverLineOverhead } from "../delivery/line.ts";
import type { User } from "../delivery/user.ts";
import { MIN_UNNAMED } from "./list-texts.ts";

/** Stands for each byte of a newcomer's name: no name has it, and JSON writes it as it is. */
const STAND_IN = "\x7f";

/** Most welcomes that are kept: there is another one for each length of a name. */
const MAX_KEPT = 64;

/** More digits than any number of users has. */
const MAX_DIGITS = 16;

/** A welcome without what differs between newcomers with names of one length. */
interface Welcome {
  /** The users whom it names, and the one behind them: as long as they are the first, nobody else is named. */
  readonly head: readonly User[];
  /** The line before, between and behind the two places of the newcomer's name, up to the number of those who are not named. */
  readonly parts: readonly string[];
  /** The line behind that number; `null` when all are named. */
  readonly end: string | null;
}

/**
 * Writes the lines that greet newcomers [C-33]. In a large room all of them name the same users, those who came first. So they
 * are kept: to make the line anew was a fifth of what a join cost.
 */
export class WelcomeLines {
  readonly #view: UserView;
  /** By the lengths of the newcomer's name and of the number of others, which decide how many are named. */
  readonly #kept = new Map<number, Welcome>();

  constructor(view: UserView) {
    this.#view = view;
  }

  /** Writes the line to a user who has just come online, beside `count` others. */
  write(newcomer: User, count: number): string {
    const name = asciiJson(newcomer.name).slice(1, -1);
    const key = name.length * MAX_DIGITS + `${count}`.length;
    let welcome = this.#kept.get(key);
    if (!welcome || !this.#isRight(welcome, newcomer)) {
      welcome = this.#make(name.length, newcomer, count);
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      if (count - welcome.head.length > MIN_UNNAMED) this.#kept.set(key, welcome);
    }
    const { head, end } = welcome;
    const [before, between, behind] = welcome.parts;
    const named = `${before}${name}${between}${name}${behind}`;
    return end === null ? named : `${named}${count - head.length + 1}${end}`;
  }

  #isRight({ head }: Welcome, newcomer: User): boolean {
    let index = 0;
    for (const user of this.#view.users()) {
      if (user === newcomer) continue;
      if (user !== head[index]) return false;
      index += 1;
      if (index === head.length) return true;
    }
    return false;
  }

  #make(nameLength: number, newcomer: User, count: number): Welcome {
    const standIn = STAND_IN.repeat(nameLength);
    const to = { lineTo: addressLine(standIn) };
    const maxTextBytes = UNFRAMED_MESSAGE_BYTES - 1 - serverLineOverhead(to);
    const read: User[] = [];
    const text = serverTexts.welcome.write(standIn, { names: this.#namesBut(newcomer, read), count, maxTextBytes });
    const { names, complete } = serverTexts.welcome.read(text)?.others ?? NOBODY;
    // Written and read, it takes a byte for each character: out of a text with an ellipsis come strings of two.
    const line = Buffer.from(serverLine(to, text), "latin1").toString("latin1");
    if (complete) return { head: read, parts: line.split(standIn), end: null };
    const number = `${count - names.length}`;
    const at = line.lastIndexOf(number);
    return {
      head: read.slice(0, names.length + 1),
      parts: line.slice(0, at).split(standIn),
      end: line.slice(at + number.length),
    };
  }

  *#namesBut(newcomer: User, read: User[]): Iterable<string> {
    for (const user of this.#view.users()) {
      if (user === newcomer) continue;
      read.push(user);
      yield user.name;
    }
  }
}

const NOBODY = { names: [], complete: true };
