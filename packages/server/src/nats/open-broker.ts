import { connect, credsAuthenticator, type NatsConnection, type NodeConnectionOptions } from "@nats-io/transport-node";
import { CONNECT_TIMEOUT_MS } from "./timing.ts";

/** Address and login of the broker. */
export interface NatsAccess {
  /** URLs of servers, such as `nats://10.0.0.1:4222`. Any one that can be reached is used. `tls://` asks for TLS. */
  readonly servers: readonly string[];
  /**
   * Content of a credentials file.
   * @default user, password or token in the URLs, if there are any
   */
  readonly credentials?: Uint8Array | undefined;
}

/** Opens a connection that does not reconnect by itself: a session ends with it. */
export function openConnection({ servers, credentials }: NatsAccess, name: string): Promise<NatsConnection> {
  const urls = servers.map(parseServerUrl);
  const options: NodeConnectionOptions = {
    servers: urls.map(({ host }) => host),
    name,
    reconnect: false,
    noEcho: true,
    // Spares two errors per request, made in advance for their stacks: a tenth of the cost of a claim.
    noAsyncTraces: true,
    timeout: CONNECT_TIMEOUT_MS,
    ...findLogin(urls),
  };
  if (credentials) options.authenticator = credsAuthenticator(credentials);
  if (urls.some(({ protocol }) => protocol === "tls:")) options.tls = {};
  return connect(options);
}

/**
 * Parses the URL of a NATS server.
 *
 * @throws {RangeError} for any other text
 */
export function parseServerUrl(text: string): URL {
  const url = URL.parse(text.includes("://") ? text : `nats://${text}`);
  if (!url || !["nats:", "tls:"].includes(url.protocol) || url.hostname === "") {
    throw new RangeError(`${JSON.stringify(text)} is no URL of a NATS server: write it like nats://127.0.0.1:4222.`);
  }
  return url;
}

/** Returns user and password, or the token, of the first URL that has one. */
function findLogin(urls: readonly URL[]): NodeConnectionOptions {
  const url = urls.find(({ username }) => username !== "");
  if (!url) return {};
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return pass === "" ? { token: user } : { user, pass };
}
