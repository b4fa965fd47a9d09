import type { DisconnectReason } from "../connection/disconnect-reason.ts";
import type { Endpoint } from "../dispatch/endpoint.ts";
import { standardEndpoints } from "../endpoints/index.ts";
import type { LogLevel } from "../logger.ts";
import type { LoadedModule, ModuleUser } from "../modules/chat-module.ts";

/** An endpoint without what it does: this can be posted to another thread. */
export type EndpointInfo = Omit<Endpoint, "handle">;

/** The modules with the scope `"server"`, as each thread has to know them. */
export interface ServerModules {
  readonly urls: readonly string[];
  readonly endpoints: readonly EndpointInfo[];
  /** The endpoints of the whole server. */
  readonly allEndpoints: readonly EndpointInfo[];
  /** True when one of the modules decides on newcomers. */
  readonly admits: boolean;
  readonly endpointTimeoutMs: number;
}

/** The data that the thread of the modules is started with. */
export interface ModuleHostData extends ServerModules {
  readonly thread: number;
  /** The thread's place among the heartbeats. */
  readonly slot: number;
  readonly counters: SharedArrayBuffer;
  readonly logLevels: readonly LogLevel[];
}

/** A request to an endpoint of the modules. */
export interface ModuleRequest {
  /** Tells it apart from the other requests of its event loop. */
  readonly number: number;
  readonly endpoint: EndpointInfo["name"];
  readonly sender: ModuleUser;
  readonly text: string;
  /** Room in bytes for the text of an answer, in a message as long as the client takes. */
  readonly room: number;
}

/** The methods of the thread of the modules, which an event loop calls. */
export interface ModuleHost {
  joined(user: ModuleUser): void;
  left(user: ModuleUser, reason: DisconnectReason): void;
  admit(user: ModuleUser): Promise<string | undefined>;
  /** Runs an endpoint. Resolves when that has returned and answered, or is overdue. */
  run(request: ModuleRequest): Promise<void>;
}

/** The methods of an event loop, which the thread of the modules calls for a request of one of its users. */
export interface ModuleClient {
  reply(request: number, text: string): void;
  shout(request: number, text: string): Promise<number>;
  notify(request: number, name: string, text: string): Promise<boolean>;
}

/** Describes those of all modules that have the scope `"server"`; `null` when there are none. */
export function findServerModules(modules: readonly LoadedModule[], endpointTimeoutMs: number): ServerModules | null {
  const found = modules.filter(isOnServer);
  if (found.length === 0) return null;
  return {
    urls: found.map(({ url }) => url),
    endpoints: endpointsOf(found),
    allEndpoints: [...standardEndpoints.map(infoOf), ...endpointsOf(modules)],
    admits: found.some(({ module }) => module.admit),
    endpointTimeoutMs,
  };
}

export function isOnServer({ module }: LoadedModule): boolean {
  return module.scope === "server";
}

function endpointsOf(modules: readonly LoadedModule[]): EndpointInfo[] {
  return modules.flatMap(({ module }) => module.endpoints ?? []).map(infoOf);
}

function infoOf({ name, summary }: EndpointInfo): EndpointInfo {
  return { name, summary };
}
