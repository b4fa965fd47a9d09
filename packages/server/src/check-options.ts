import { amount, checkOptions, integer, type KnownOptions, text, yesOrNo } from "@chat/command-line/known-options";
import type { Backplane } from "./backplane/backplane.ts";
import type { Clock } from "./dispatch/endpoint.ts";
import { LIMITS } from "./limits.ts";
import { logger, object, texts, withMethods } from "./option-rules.ts";
import type { ChatNodeOptions, ChatServerOptions, CloseOptions, JournalOptions } from "./options.ts";

const COMMON_OPTIONS = {
  host: text,
  port: integer(0, 65_535),
  reusePort: yesOrNo,
  limits: object,
  trustedProxies: texts,
  allowLookAlikes: yesOrNo,
  logger,
  backplane: withMethods<Backplane>("claim", "release", "find", "users", "deliver", "broadcast", "perform", "close"),
  journal: object,
} satisfies KnownOptions<keyof ChatNodeOptions & keyof ChatServerOptions>;

const NODE_OPTIONS: KnownOptions<keyof ChatNodeOptions> = {
  ...COMMON_OPTIONS,
  endpoints: { allowed: "an array of endpoints", isAllowed: Array.isArray },
  clock: withMethods<Clock>("now"),
  sharedReadBuffer: yesOrNo,
};

const SERVER_OPTIONS: KnownOptions<keyof ChatServerOptions> = {
  ...COMMON_OPTIONS,
  threads: {
    // `resolveThreadCount` names the bounds.
    allowed: '"auto" or a number',
    isAllowed: (value) => value === "auto" || typeof value === "number",
  },
  modules: texts,
};

const JOURNAL_OPTIONS: KnownOptions<keyof JournalOptions> = {
  users: {
    allowed: '"all" or an array of names',
    isAllowed: (value) => value === "all" || texts.isAllowed(value),
  },
  directory: text,
  showMessages: yesOrNo,
};

const CLOSE_OPTIONS: KnownOptions<keyof CloseOptions> = { graceMs: amount };

/** `resolveLimits` checks the values: it names the unit and the bounds of each. */
const KNOWN_LIMITS: KnownOptions = Object.fromEntries(
  Object.keys(LIMITS).map((name) => [name, { allowed: "a number", isAllowed: () => true }]),
);

/**
 * Checks the options of one event loop.
 *
 * @throws {TypeError} for an option or a limit that does not exist, with the one that was most likely meant.
 * @throws {RangeError} for a value that is not allowed, with what is.
 */
export function checkNodeOptions(options: ChatNodeOptions): void {
  checkOptions(options, NODE_OPTIONS);
  checkParts(options);
}

/** Checks the options of a server of any number of event loops, as {@link checkNodeOptions} does, and returns a copy. */
export function checkServerOptions(options: ChatServerOptions): ChatServerOptions {
  const checked = checkOptions(options, SERVER_OPTIONS);
  checkParts(checked);
  return checked;
}

/** Checks the options of `close()`, as {@link checkNodeOptions} does, and returns them with the default. */
export function checkCloseOptions(options: CloseOptions): Required<CloseOptions> {
  return { graceMs: 5_000, ...checkOptions(options, CLOSE_OPTIONS) };
}

function checkParts({ limits = {}, journal }: Pick<ChatNodeOptions, "limits" | "journal">): void {
  checkOptions(limits, KNOWN_LIMITS, "limits.");
  if (journal) checkOptions(journal, JOURNAL_OPTIONS, "journal.");
}
