import { isIP } from "node:net";
import { checkServerIdentity } from "node:tls";
import { hideLogin } from "@chat/command-line/hide-login";
import { connect, credsAuthenticator, type NatsConnection, type NodeConnectionOptions } from "@nats-io/transport-node";
import { CONNECT_TIMEOUT_MS } from "./timing.ts";

/** Certificates for TLS, each as the text of a PEM file. */
export interface NatsTls {
  /**
   * Certificates of the authorities that may have signed the broker's.
   * @default those that Node.js trusts
   */
  readonly ca?: string | undefined;
  /** This node's own certificate, for a broker that asks for one. It needs the `key`. */
  readonly cert?: string | undefined;
  /** The private key of `cert`. */
  readonly key?: string | undefined;
}

/** Address and login of the broker. */
export interface NatsAccess {
  /** URLs of servers, such as `nats://10.0.0.1:4222`. Any one that can be reached is used. `tls://` asks for TLS. */
  readonly servers: readonly string[];
  /**
   * Content of a credentials file.
   * @default none
   */
  readonly credentials?: Uint8Array | undefined;
  /**
   * Name of the user at the broker.
   * @default that in the URLs, if there is one
   */
  readonly user?: string | undefined;
  /**
   * The user's password; without a `user`, a token.
   * @default that in the URLs, if there is one
   */
  readonly password?: string | undefined;
  /**
   * Certificates. With them, or with a URL of `tls://`, the node talks to the broker by TLS alone.
   * @default none
   */
  readonly tls?: NatsTls | undefined;
}

/** Opens a connection that does not reconnect by itself: a session ends with it. */
export function openConnection(access: NatsAccess, namespace: string, name: string): Promise<NatsConnection> {
  const urls = access.servers.map(parseServerUrl);
  const options: NodeConnectionOptions = {
    servers: urls.map(({ host }) => host),
    name,
    // A prefix of its own: the broker can keep the answers for one chat from the nodes of another.
    inboxPrefix: `_INBOX.chat-${namespace}`,
    reconnect: false,
    noEcho: true,
    // Spares two errors per request, made in advance for their stacks: a tenth of the cost of a claim.
    noAsyncTraces: true,
    timeout: CONNECT_TIMEOUT_MS,
    ...findLogin(access, urls),
  };
  if (access.credentials) options.authenticator = credsAuthenticator(access.credentials);
  if (access.tls || urls.some(({ protocol }) => protocol === "tls:")) options.tls = toTlsOptions(access.tls, urls);
  return connect(options);
}

/** Checks whether the broker asks who connects: by a login, or by a certificate. */
export function asksForCredentials({ info }: Pick<NatsConnection, "info">): boolean {
  return Boolean(info?.auth_required || info?.tls_verify);
}

/**
 * Parses the URL of a NATS server.
 *
 * @throws {RangeError} for any other text; the message shows no password
 */
export function parseServerUrl(text: string): URL {
  const url = URL.parse(text.includes("://") ? text : `nats://${text}`);
  if (!url || !["nats:", "tls:"].includes(url.protocol) || url.hostname === "") {
    const shown = JSON.stringify(hideLogin(text));
    throw new RangeError(`${shown} is no URL of a NATS server: write it like nats://127.0.0.1:4222.`);
  }
  return url;
}

/** Returns user and password, or the token: as they were given, or those of the first URL that has them. */
function findLogin({ user, password }: NatsAccess, urls: readonly URL[]): NodeConnectionOptions {
  if (user !== undefined || password !== undefined) return toLogin(user, password);
  const url = urls.find(({ username }) => username !== "");
  if (!url) return {};
  const [first, second] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return second === "" ? toLogin(undefined, first) : toLogin(first, second);
}

function toLogin(user: string | undefined, secret = ""): NodeConnectionOptions {
  return user === undefined ? { token: secret } : { user, pass: secret };
}

function toTlsOptions(tls: NatsTls = {}, urls: readonly URL[]): NonNullable<NodeConnectionOptions["tls"]> {
  const addresses = urls.map(({ hostname }) => hostname.replace(/^\[|\]$/g, "")).filter((host) => isIP(host) !== 0);
  // The library takes fields that are `undefined` for a value, and hands on those that it does not know.
  const given: NatsTls = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
  return Object.assign(given as { [Name in keyof NatsTls]: string }, {
    checkServerIdentity: checkIdentityOf(addresses),
  });
}

/** Returns a check of the broker's certificate. For a server without a name, Node.js would check that of `localhost`. */
function checkIdentityOf(addresses: readonly string[]): typeof checkServerIdentity {
  return (host, certificate) => {
    const hosts = host === "localhost" && addresses.length > 0 ? addresses : [host];
    const errors = hosts.map((address) => checkServerIdentity(address, certificate));
    return errors.includes(undefined) ? undefined : errors[0];
  };
}
