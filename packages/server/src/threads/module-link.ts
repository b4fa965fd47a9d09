import type { MessagePort } from "node:worker_threads";
import { serverTexts } from "@chat/protocol";
import type { EndpointContext } from "../dispatch/endpoint.ts";
import { MAX_WAITING_CALL_COST } from "../limits.ts";
import type { ChatModule, LoadedModule, ModuleUser } from "../modules/chat-module.ts";
import { RpcPort } from "./rpc-port.ts";
import type { EndpointInfo, ModuleClient, ModuleHost, ServerModules } from "./server-modules.ts";

/** The cost of a request besides its text: see `MAX_WAITING_CALL_COST`. */
const REQUEST_COST = 1_000;

/**
 * An event loop's end of the channel to the thread of the modules. To its event loop all of them are one module. While that thread is
 * down, requests are answered with an error, and nobody is admitted if one of the modules decides on that.
 */
export class ModuleLink {
  readonly module: LoadedModule;
  #port: RpcPort<ModuleHost> | null = null;
  /** The users of this event loop: a thread that is started again learns of them. */
  readonly #users = new Map<string, ModuleUser>();
  readonly #requests = new Map<number, EndpointContext>();
  #lastNumber = 0;
  #waitingCost = 0;

  /** @param own - the hooks of the event loop that starts and ends the thread */
  constructor({ urls, endpoints, admits }: ServerModules, own: Pick<ChatModule, "started" | "stopped"> = {}) {
    const module: ChatModule = {
      ...own,
      endpoints: endpoints.map((info) => ({ ...info, handle: (context) => this.#run(info.name, context) })),
      ...(admits ? { admit: (user) => this.#openPort().call("admit", user) } : {}),
      joined: (user) => {
        this.#users.set(user.name, user);
        this.#port?.tell("joined", user);
      },
      left: ({ reason, ...user }) => {
        this.#users.delete(user.name);
        this.#port?.tell("left", user, reason);
      },
      stopped: () => {
        this.#port?.close();
        return own.stopped?.();
      },
    };
    this.module = { url: urls.join(", "), module };
  }

  /** Links with a thread that has started, in place of the one before. */
  readonly connect = (messagePort: MessagePort): void => {
    const client: ModuleClient = {
      reply: (number, text) => this.#requests.get(number)?.reply(text),
      shout: async (number, text) => this.#requests.get(number)?.shout(text) ?? 0,
      notify: async (number, name, text) => this.#requests.get(number)?.notify(name, text) ?? false,
    };
    this.#port?.close();
    const port = new RpcPort<ModuleHost>(messagePort, () => {
      if (this.#port === port) this.#port = null;
      return new Error("its thread has ended.");
    });
    port.serve(client);
    this.#port = port;
    for (const user of this.#users.values()) port.tell("joined", user);
  };

  #openPort(): RpcPort<ModuleHost> {
    if (this.#port) return this.#port;
    throw new Error("its thread is not there.");
  }

  async #run(endpoint: EndpointInfo["name"], context: EndpointContext): Promise<void> {
    const { sender, text } = context;
    const cost = REQUEST_COST + text.length;
    const fail = (reason: string): void => context.reply(serverTexts.endpointFailed.write(endpoint, reason));
    const port = this.#port;
    if (!port) return fail("is not there at the moment");
    if (this.#waitingCost + cost > MAX_WAITING_CALL_COST) return fail("has too much to do");
    this.#waitingCost += cost;
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    this.#requests.set(number, context);
    try {
      await port.call("run", { number, endpoint, sender, text, room: context.textRoom(Number.POSITIVE_INFINITY) });
    } finally {
      this.#requests.delete(number);
      this.#waitingCost -= cost;
    }
  }
}
