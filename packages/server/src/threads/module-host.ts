import { setTimeout as delay } from "node:timers/promises";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { foldName } from "@chat/protocol";
import { DisconnectReason } from "../connection/disconnect-reason.ts";
import { serverLineOverhead } from "../delivery/line.ts";
import { User } from "../delivery/user.ts";
import { checkString } from "../dispatch/check-string.ts";
import type { Endpoint, EndpointContext } from "../dispatch/endpoint.ts";
import { ListTexts } from "../dispatch/list-texts.ts";
import { OtherUsersView } from "../dispatch/other-users-view.ts";
import { HEARTBEAT_MS } from "../limits.ts";
import { Hooks } from "../modules/hooks.ts";
import { loadModules } from "../modules/load-modules.ts";
import { RpcPort } from "./rpc-port.ts";
import type { ModuleClient, ModuleHost, ModuleHostData, ModuleRequest } from "./server-modules.ts";
import { ThreadCounters } from "./thread-counters.ts";
import { ThreadEvents } from "./thread-events.ts";
import type { StartedThread, ThreadStarter } from "./thread-message.ts";

/**
 * The entry of the thread of the modules with the scope "server". An uncaught error ends this thread alone, and it is started again.
 */
const supervisor = new RpcPort<Pick<ThreadStarter, "events">>(parentPort as MessagePort);
const data = workerData as ModuleHostData;
const shared = new ThreadCounters(data.counters);
setInterval(() => shared.beat(data.slot), HEARTBEAT_MS).unref();

const events = new ThreadEvents((list) => supervisor.tell("events", list));
const modules = await loadModules(data.urls);
const hooks = new Hooks(modules, events.createLogger(data.logLevels));
const own = new Map(
  modules.flatMap(({ module }) => module.endpoints ?? []).map((endpoint) => [endpoint.name, endpoint]),
);
const endpoints: readonly Endpoint[] = data.allEndpoints.map(
  (info) => own.get(info.name) ?? { ...info, handle: refuse },
);
const clock = { now: () => new Date() };

/** The users of all event loops, and the link to the one where each is. */
class UsersOnline {
  readonly isDegraded = false;
  viewVersion = 0;
  readonly #users = new Map<string, { readonly user: User; readonly link: LoopLink }>();

  get userCount(): number {
    return this.#users.size;
  }

  find(key: string): User | undefined {
    return this.#users.get(key)?.user;
  }

  *users(): Iterable<User> {
    for (const { user } of this.#users.values()) yield user;
  }

  /** Adds a user. One of the same name must have left another event loop, which has not said so yet. */
  add(user: User, link: LoopLink): void {
    const former = this.#users.get(user.key);
    if (former) this.delete(user.key, former.link, DisconnectReason.Left);
    this.#users.set(user.key, { user, link });
    this.viewVersion += 1;
    hooks.joined(user);
  }

  delete(key: string, link: LoopLink, reason: DisconnectReason): void {
    const entry = this.#users.get(key);
    if (entry?.link !== link) return;
    this.#users.delete(key);
    this.viewVersion += 1;
    hooks.left(entry.user, reason);
  }

  /** Deletes the users of one event loop, or all. */
  deleteAll(reason: DisconnectReason, of?: LoopLink): void {
    for (const [key, { link }] of this.#users) if (!of || link === of) this.delete(key, link, reason);
  }

  /** Finds the user of an event loop; one who has left there gets a last answer. */
  findOf(link: LoopLink, name: string, ip: string): User {
    const entry = this.#users.get(foldName(name));
    return entry?.link === link ? entry.user : new User(name, ip);
  }
}

const online = new UsersOnline();
const listTexts = new ListTexts(online);

/** The link to one event loop: runs the endpoints and hooks for its users. */
class LoopLink {
  readonly #port: RpcPort<ModuleClient>;

  constructor(port: MessagePort) {
    const host: ModuleHost = {
      joined: ({ name, ip }) => online.add(new User(name, ip), this),
      left: ({ name }, reason) => online.delete(foldName(name), this, reason),
      admit: async ({ name, ip }) => (await hooks.admit?.(new User(name, ip))) ?? undefined,
      run: (request) => this.#run(request),
    };
    this.#port = new RpcPort(port, () => {
      online.deleteAll(DisconnectReason.Lost, this);
      return new Error("its event loop has ended.");
    });
    this.#port.serve(host);
  }

  /** An endpoint may answer after it has returned. One that does neither must not be waited for without end. */
  async #run(request: ModuleRequest): Promise<void> {
    const answered = Promise.withResolvers<void>();
    const running = own.get(request.endpoint)?.handle(this.#createContext(request, answered.resolve));
    await Promise.race([
      Promise.all([running, answered.promise]),
      delay(2 * data.endpointTimeoutMs, null, { ref: false }),
    ]);
  }

  #createContext({ number, sender, text, room }: ModuleRequest, answered: () => void): EndpointContext {
    const user = online.findOf(this, sender.name, sender.ip);
    return {
      sender,
      text,
      clock,
      endpoints,
      others: new OtherUsersView(user, online, listTexts),
      reply: (answer) => {
        checkString("An answer", answer);
        this.#port.tell("reply", number, answer);
        answered();
      },
      shout: (shouted) => this.#port.call("shout", number, shouted),
      notify: (name, notice) => this.#port.call("notify", number, name, notice),
      textRoom: (maxMessageBytes) => Math.min(maxMessageBytes - serverLineOverhead(user), room),
    };
  }
}

await hooks.started();
supervisor.serve({
  ready: () => undefined,
  linkModules: (port) => void new LoopLink(port),
  async close() {
    online.deleteAll(DisconnectReason.ShuttingDown);
    await hooks.stopped();
    events.flush();
  },
} satisfies StartedThread);

function refuse({ reply }: EndpointContext): void {
  reply("This endpoint runs in another thread.");
}
