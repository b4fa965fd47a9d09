import { writeWholeDuration } from "@chat/command-line/duration";
import { displayText, foldName } from "@chat/protocol";
import type { Logger } from "../logger.ts";
import { Networks } from "../networks.ts";
import type { Act, ActCarrier, ActResult, Whom } from "./act.ts";
import {
  type ActOptions,
  checkActOptions,
  checkName,
  checkReasonOptions,
  checkSanctionOptions,
  checkTarget,
  checkText,
  checkWhom,
  type ReasonOptions,
  type SanctionOptions,
} from "./act-rules.ts";
import type { LoopControl } from "./loop-control.ts";
import { MAX_SANCTIONS, type Sanction, type SanctionTarget } from "./sanctions.ts";

/** A user who is online. */
export interface OnlineUser {
  /** The name, as the user spelled it. */
  readonly name: string;
  /** The address that the server sees. */
  readonly ip: string;
}

/** The chat that a control acts on. */
export interface ControlledChat extends ActCarrier {
  readonly control: Pick<LoopControl, "sanctions">;
  /** The users online, on every thread and node. */
  users(): Iterable<OnlineUser>;
}

/**
 * The acts of those who run a server. Each reaches all threads and all nodes, and is logged with who did it.
 *
 * A `TypeError` says that an option does not exist, a `RangeError` that a value is not allowed, and what is. An act rejects with
 * it. A ban and a mute reject when they can't be made to hold on all nodes: they hold on none then.
 */
export class Control {
  readonly #chat: ControlledChat;
  readonly #logger: Logger;

  /** @internal */
  constructor(chat: ControlledChat, logger: Logger) {
    this.#chat = chat;
    this.#logger = logger;
  }

  /**
   * Disconnects a user, or one connection. The last words are those of the contract, after which a good client does not come back
   * by itself [C-76]. A person who starts it again is let in: see {@link ban}.
   */
  async disconnect(whom: Whom, options: ReasonOptions = {}): Promise<ActResult> {
    const { reason, by } = checkReasonOptions(options);
    const checked = checkWhom(whom);
    return this.#act({ kind: "disconnect", whom: checked, reason }, `disconnected ${writeWhom(checked)}`, by, reason);
  }

  /** Refuses what the user of a name, in any spelling, sends to others; also when the user has gone and come back. */
  async mute(name: string, options: SanctionOptions): Promise<ActResult> {
    return this.#impose("mute", { name: checkName(name) }, options);
  }

  /** Ends a mute before its time. Resolves with `false` when there is none. */
  async unmute(name: string, options: ActOptions = {}): Promise<boolean> {
    return this.#lift("mute", { name: checkName(name) }, options);
  }

  /**
   * Keeps out the user of a name, in any spelling, or all who come from an address or a network in CIDR notation; of an IPv6
   * address its network of 64 bits. Those online are disconnected. Many may share an address: see {@link affected}.
   */
  async ban(target: SanctionTarget, options: SanctionOptions): Promise<ActResult> {
    return this.#impose("ban", checkTarget(target), options);
  }

  /** Ends a ban before its time. Resolves with `false` when there is none. */
  async unban(target: SanctionTarget, options: ActOptions = {}): Promise<boolean> {
    return this.#lift("ban", checkTarget(target), options);
  }

  /** Lists the bans and mutes in force, the oldest first. */
  sanctions(): Sanction[] {
    return this.#chat.control.sanctions.list();
  }

  /** Lists the users online whom a ban would disconnect. With its options, it throws what the ban would reject with. */
  affected(target: SanctionTarget, options?: SanctionOptions): OnlineUser[] {
    if (options) checkSanctionOptions(options);
    const checked = checkTarget(target);
    const users = [...this.#chat.users()].map(({ name, ip }) => ({ name, ip }));
    if ("name" in checked) return users.filter(({ name }) => foldName(name) === foldName(checked.name));
    const networks = new Networks([checked.address], "address");
    return users.filter(({ ip }) => networks.has(ip));
  }

  /** Writes a notice to every user: one line of at most 2,000 characters. */
  async announce(text: string, options: ActOptions = {}): Promise<ActResult> {
    const { by } = checkActOptions(options);
    return this.#act({ kind: "announce", text: checkText(text) }, "wrote to everybody", by, text);
  }

  /** Writes a notice to one user, as {@link announce} does. It hits nobody when the user is not online, or has read too little. */
  async sendTo(name: string, text: string, options: ActOptions = {}): Promise<ActResult> {
    const { by } = checkActOptions(options);
    return this.#act({ kind: "tell", name: checkName(name), text: checkText(text) }, `wrote to ${name}`, by);
  }

  async #impose(kind: Sanction["kind"], target: SanctionTarget, options: SanctionOptions): Promise<ActResult> {
    const { forMs, reason, by } = checkSanctionOptions(options);
    const { sanctions } = this.#chat.control;
    const sanction: Sanction = { kind, target, endsAt: Date.now() + forMs, reason, by };
    if (sanctions.isFull && !sanctions.has(sanction)) {
      throw new RangeError(`There are ${MAX_SANCTIONS} bans and mutes: lift one, or ban a network.`);
    }
    const did = `${kind === "ban" ? "banned" : "muted"} ${writeWhom(target)} for ${writeWholeDuration(forMs)}`;
    return this.#act({ kind: "impose", sanction }, did, by, reason);
  }

  async #lift(kind: Sanction["kind"], target: SanctionTarget, options: ActOptions): Promise<boolean> {
    const { by } = checkActOptions(options);
    const sanction = { kind, target };
    if (!this.#chat.control.sanctions.has(sanction)) return false;
    await this.#act({ kind: "lift", sanction }, `lifted the ${kind} of ${writeWhom(target)}`, by);
    return true;
  }

  async #act(act: Act, did: string, by: string, why = ""): Promise<ActResult> {
    const result = await this.#chat.perform(act).catch((error: Error) => {
      const line = `failed: ${by} ${did}: ${error.message}`;
      this.#logger.error({ event: "operator-failed", by, act: act.kind, error: error.message }, displayText(line));
      throw error;
    });
    const { hits, silent } = result;
    const unknown = silent.length === 0 ? "" : `; no answer from ${silent.join(", ")}`;
    // A mute, and the end of something, hits no connection.
    const hitsNone = act.kind === "lift" || (act.kind === "impose" && act.sanction.kind === "mute");
    const reached = hitsNone ? "" : ` (${hits} reached)`;
    const line = `${by} ${did}${why === "" ? "" : `: ${why}`}${reached}${unknown}`;
    this.#logger.warn({ event: "operator", by, act: act.kind, hits, silent: silent.length }, displayText(line));
    return result;
  }
}

function writeWhom(whom: Whom | SanctionTarget): string {
  if ("name" in whom) return whom.name;
  return "id" in whom ? `connection ${whom.id}` : whom.address;
}
