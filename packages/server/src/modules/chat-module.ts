import { explainUnknown, show } from "@chat/command-line/known-options";
import { findNearest } from "@chat/command-line/nearest";
import type { DisconnectReason } from "../connection/disconnect-reason.ts";
import type { Endpoint } from "../dispatch/endpoint.ts";
import { checkEndpoints } from "../dispatch/endpoint-table.ts";

/** A user, as a hook sees it: the name and the address that the server knows. */
export interface ModuleUser {
  /** The name, as the user spelled it. */
  readonly name: string;
  /** The address that the server sees. */
  readonly ip: string;
}

/** A message that a user has sent, before it goes to its receiver or runs an endpoint. */
export interface FilteredMessage {
  /** The user who sends it. */
  readonly from: ModuleUser;
  /** The receiver, as the sender wrote it. */
  readonly to: string;
  /** The text. */
  readonly msg: string;
}

/**
 * The exports of a module of a server: commands of its own, and hooks that the server calls. All of them can be left out. A hook that
 * fails is logged; it harms no connection but the one that it was called for.
 */
export interface ChatModule {
  /**
   * `"thread"`: the module is loaded in each thread that serves users, and learns of the users of that thread. `"server"`: it runs in one
   * thread of its own, which all others ask, and learns of all users.
   * @default "thread"
   */
  readonly scope?: "thread" | "server";
  /**
   * Commands besides the five of the contract.
   * @default none
   */
  readonly endpoints?: readonly Endpoint[];
  /**
   * Decides on a newcomer, before the name is claimed. A string refuses, with these words; a failure, an empty string and no answer
   * within 5 seconds refuse too.
   */
  admit?(user: ModuleUser): string | undefined | Promise<string | undefined>;
  /**
   * Decides on each message of a user, in the user's thread: direct ones, and those to endpoints, such as `/shout`. A string refuses,
   * with these words; a failure, or a promise, refuses too. Not with the scope `"server"`: every message would wait for another thread.
   */
  filter?(message: FilteredMessage): string | undefined;
  /** Learns that a user is online. */
  joined?(user: ModuleUser): unknown;
  /** Learns that a user's name is free again. Messages that the user has sent before may still come to endpoints. */
  left?(user: ModuleUser & { readonly reason: DisconnectReason }): unknown;
  /** Prepares the module, before anybody is admitted. The server does not start when this fails, or takes 30 seconds. */
  started?(): unknown;
  /** Cleans up when all users have left, in 5 seconds. Not called in a thread that dies. */
  stopped?(): unknown;
}

/** A module, and the path or URL that names it. */
export interface LoadedModule {
  readonly url: string;
  readonly module: ChatModule;
}

const HOOKS = ["admit", "filter", "joined", "left", "started", "stopped"] as const satisfies (keyof ChatModule)[];
export type Hook = (typeof HOOKS)[number];

const EXPORTS: readonly string[] = ["scope", "endpoints", ...HOOKS];

/** Shortest name of another export that is taken for a slip. */
const MIN_SLIP_LENGTH = 4;

/**
 * Checks the exports of a module.
 *
 * @throws {Error} for exports that can't be used; the message says what is wrong
 */
export function checkModule(module: { readonly [Name in keyof ChatModule]?: unknown }): ChatModule {
  const { endpoints, scope = "thread" } = module;
  // A filter of a wrong name would let everything pass, and nobody would know.
  for (const name of Object.keys(module)) {
    if (EXPORTS.includes(name) || name.length < MIN_SLIP_LENGTH || findNearest(name, EXPORTS) === null) continue;
    throw new TypeError(`${explainUnknown("export", name, EXPORTS)} If not, give it another name.`);
  }
  const hooks = HOOKS.filter((hook) => module[hook] !== undefined);
  if (endpoints === undefined && hooks.length === 0) {
    throw new TypeError(`it has to export "endpoints", an array, or a hook: ${HOOKS.join(", ")}.`);
  }
  if (scope !== "thread" && scope !== "server") {
    throw new RangeError(`"scope" has to be "thread" or "server", not ${show(scope)}.`);
  }
  for (const hook of hooks) {
    if (typeof module[hook] !== "function") {
      throw new TypeError(`"${hook}" has to be a function, not ${show(module[hook])}.`);
    }
  }
  if (scope === "server" && module.filter !== undefined) {
    throw new TypeError(
      'it can\'t export "filter" with the scope "server": every message would wait for another thread. Put the filter into a module of its own.',
    );
  }
  if (endpoints !== undefined && !Array.isArray(endpoints)) {
    throw new TypeError(`"endpoints" has to be an array, not ${show(endpoints)}.`);
  }
  checkEndpoints(endpoints ?? []);
  return module as ChatModule;
}
