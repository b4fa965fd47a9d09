import { EndpointName } from "@chat/protocol";
import type { MessageKind, Persona } from "../scenario/scenario.ts";
import { sumOf } from "../scenario/traits.ts";
import type { Bot } from "./bot.ts";

export interface BotWriterOptions {
  /** The run's name on the wire. */
  readonly run: string;
  /** Returns the number of clients that may get a message. */
  countReceivers(): number;
  /** Called when a bot has sent all of its messages. */
  onSpent(bot: Bot): void;
}

interface WeightedKind {
  readonly kind: MessageKind;
  /** The sum of the weights up to this kind, as a part of all. */
  readonly bound: number;
}

/** Writes the messages of bots: it draws what each sends, to whom, and which text. */
export class BotWriter {
  readonly #options: BotWriterOptions;
  readonly #nobody: string;
  /** What the clients of a persona send: those with a partner, and those without. */
  readonly #kinds = new Map<
    Persona,
    { readonly paired: readonly WeightedKind[]; readonly alone: readonly WeightedKind[] }
  >();

  constructor(options: BotWriterOptions) {
    this.#options = options;
    this.#nobody = `${options.run}nobody`;
  }

  /** Sends a bot's next message, `lateUs` after it was due; returns false when it has none, or is leaving. */
  write(bot: Bot, lateUs: number): boolean {
    if (bot.left === 0 || !bot.client.isJoined) return false;
    const kind = this.#chooseKind(bot);
    if (kind === null) return false;
    this.#send(bot, kind, lateUs);
    bot.left -= 1;
    if (bot.left === 0) this.#options.onSpent(bot);
    return true;
  }

  /** Returns true for a bot that has something to send. */
  canWrite(bot: Bot): boolean {
    return bot.left > 0 && this.#kindsOf(bot).length > 0;
  }

  #send(bot: Bot, kind: MessageKind, lateUs: number): void {
    const { client } = bot;
    switch (kind) {
      case "direct":
        return client.sendTo(this.#chooseReceiver(bot), lateUs, chooseText(bot));
      case "shout":
        return client.shout(lateUs, chooseText(bot));
      case "time":
        return client.ask("time", EndpointName.Time, lateUs);
      case "list":
        return client.ask("list", EndpointName.List, lateUs);
      case "help":
        return client.ask("help", EndpointName.Help, lateUs);
      case "nobody":
        return client.ask("not-found", this.#nobody, lateUs);
    }
  }

  #chooseKind(bot: Bot): MessageKind | null {
    const kinds = this.#kindsOf(bot);
    // A closed loop of one kind has to be as cheap as can be.
    if (kinds.length < 2) return kinds[0]?.kind ?? null;
    const draw = bot.random();
    return (kinds.find(({ bound }) => draw < bound) ?? kinds.at(-1))?.kind ?? null;
  }

  #kindsOf({ persona, partner }: Bot): readonly WeightedKind[] {
    let kinds = this.#kinds.get(persona);
    if (!kinds) {
      const paired = weigh(persona.sends);
      kinds = { paired, alone: persona.receivers === "partner" ? weigh({ ...persona.sends, direct: 0 }) : paired };
      this.#kinds.set(persona, kinds);
    }
    return partner < 0 ? kinds.alone : kinds.paired;
  }

  /** Chooses another client; a client that is alone writes to itself. */
  #chooseReceiver({ client: { index }, persona, partner, random }: Bot): number {
    if (persona.receivers === "partner") return partner;
    const receivers = Math.max(this.#options.countReceivers(), index + 1);
    if (receivers === 1) return index;
    const choice = Math.floor(random() * (receivers - 1));
    return choice < index ? choice : choice + 1;
  }
}

function chooseText({ persona: { texts }, random }: Bot): string {
  if (!texts) return "";
  return (texts.length === 1 ? texts[0] : texts[Math.floor(random() * texts.length)]) ?? "";
}

function weigh(sends: Persona["sends"]): WeightedKind[] {
  const weights = Object.entries(sends) as [MessageKind, number | undefined][];
  const sum = sumOf(Object.values(sends));
  let bound = 0;
  return weights.flatMap(([kind, weight = 0]) => {
    bound += weight / sum;
    return weight > 0 ? [{ kind, bound }] : [];
  });
}
