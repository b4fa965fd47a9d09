import { checkOptions, type KnownOptions, type OptionRule, text } from "@chat/command-line/known-options";
import type { Logger } from "../logger.ts";
import { logger, texts } from "../option-rules.ts";
import { type NatsAccess, type NatsTls, parseServerUrl } from "./open-broker.ts";

/** Options of {@link NatsBackplane.connect}. */
export interface NatsBackplaneOptions extends NatsAccess {
  /**
   * Nodes with the same namespace are one chat; several chats can share a broker. Letters, digits, `-` and `_`.
   * @default "default"
   */
  readonly namespace?: string;
  /**
   * Name of this node in logs. It need not be unique.
   * @default the machine's name
   */
  readonly nodeName?: string;
  /**
   * Where to log.
   * @default nowhere
   */
  readonly logger?: Logger;
}

/** Passes everything on to {@link checkSecret}, whose message does not show the value. */
const secret: OptionRule = { allowed: "a string", isAllowed: () => true };

const NATS_OPTIONS: KnownOptions<keyof NatsBackplaneOptions> = {
  servers: texts,
  credentials: { allowed: "a Uint8Array", isAllowed: (value) => value instanceof Uint8Array },
  user: text,
  password: secret,
  tls: { allowed: "an object", isAllowed: () => true },
  namespace: text,
  nodeName: text,
  logger,
};

const TLS_OPTIONS: KnownOptions<keyof NatsTls> = { ca: text, cert: text, key: secret };

const NAMESPACE = /^[\w-]{1,64}$/;

/**
 * Checks the options of a node among others.
 *
 * @throws {TypeError} for an option that does not exist, with the one that was most likely meant.
 * @throws {RangeError} for a value that is not allowed, with what is.
 */
export function checkNatsOptions(options: NatsBackplaneOptions): void {
  checkOptions(options, NATS_OPTIONS);
  const { servers, password, tls, namespace = "default" } = options;
  checkSecret("password", password);
  if (tls !== undefined) checkSecret("tls.key", checkOptions(tls, TLS_OPTIONS, "tls.").key);
  if (servers === undefined) throw new RangeError("servers is missing: it has to be an array of strings.");
  for (const url of servers) parseServerUrl(url);
  if (!NAMESPACE.test(namespace)) {
    throw new RangeError(`Namespace ${JSON.stringify(namespace)}: it has to be 1 to 64 letters, digits, "-" or "_".`);
  }
}

function checkSecret(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "string") throw new RangeError(`${name} has to be a string.`);
}
