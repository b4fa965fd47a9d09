import { describe } from "@chat/command-line/describe";
import { writeDuration } from "@chat/command-line/duration";
import { displayText } from "@chat/protocol";
import type { Connection } from "./connection/connection.ts";
import type { ConnectionReport } from "./connection/connection-report.ts";
import { DisconnectReason } from "./connection/disconnect-reason.ts";
import type { Refusal } from "./connection/refusal.ts";
import type { UserConnection } from "./connection/user-observer.ts";
import type { User } from "./delivery/user.ts";
import type { RejectedTrouble } from "./dispatch/rejected-trouble.ts";
import { type Trouble, TroubleKind } from "./dispatch/trouble.ts";
import { describeTrouble, type TroubleWords } from "./dispatch/trouble-words.ts";
import type { Logger } from "./logger.ts";
import { joinPort } from "./peer-address.ts";

/** For each kind of trouble that a user had, the words for its first one. */
type FirstTroubles = Map<TroubleKind, string>;

/**
 * Age in milliseconds below which a user who leaves without a word is no person: `socket.end(name)` and the like end the client's
 * side behind its name, and nothing can follow.
 */
const AT_ONCE_MS = 1_000;

/**
 * Writes what happens to connections into the log: who came and left, whose messages were refused, and why. It writes nothing
 * that people write to one another: of a message no value but its type, and a key only if it is one plain word.
 */
export class ConnectionLog {
  readonly #logger: Logger;
  readonly #findMistake: (to: string) => string | undefined;
  /** Most users have none. */
  readonly #firstTroubles = new WeakMap<User, FirstTroubles>();

  /** @param findMistake - recognises the mistake in the receiver of a message to nobody */
  constructor(logger: Logger, findMistake: (to: string) => string | undefined = () => undefined) {
    this.#logger = logger;
    this.#findMistake = findMistake;
  }

  joined({ name, ip }: User, { port }: UserConnection): void {
    this.#logger.info({ event: "join", name, ip, port }, `${displayText(name)} joined from ${ip}`);
  }

  left(user: User, reason: DisconnectReason, connection: UserConnection): void {
    const { name, ip } = user;
    const report = connection.report();
    const { ageMs, isFramed, messagesIn, messagesOut, messagesLost, slowedMs, refused, port } = report;
    const troubles = listTroubles(report, reason, this.#firstTroubles.get(user));
    this.#logger.info(
      {
        event: "leave",
        name,
        ip,
        port,
        reason,
        ageMs,
        isFramed,
        messagesIn,
        messagesOut,
        messagesLost,
        slowedMs,
        refused,
        ...(troubles.length > 0 ? { why: troubles.join(", ") } : {}),
      },
      `${displayText(name)} left (${reason}): ${writeSummary(report, troubles)}`,
    );
  }

  /** Logs the first trouble of a kind of a connection, then the one that is number 10, 100 and so on. */
  troubled(user: User, trouble: Trouble, count: number, { port }: UserConnection): void {
    if (!isPowerOfTen(count)) return;
    const { name, ip } = user;
    const { kind, to, rejection, claimedName } = trouble;
    const mistake = to === undefined ? trouble.mistake : this.#findMistake(to);
    const words = describeTrouble(trouble);
    const { key, valueType, byte, at } = words;
    const verb = rejection ? "rejected" : "refused";
    if (count === 1)
      this.#noteFirst(user, kind, `${verb}: ${displayText(writeTrouble({ text: words.text }, mistake))}`);
    const where = rejection ? ` at byte ${rejection.offset}` : "";
    const soFar = count === 1 ? "" : ` (${count} so far)`;
    const details = { offset: rejection?.offset, mistake, key, valueType, byte, at, claimedName };
    this.#logger[kind === TroubleKind.ForgedSender ? "warn" : "info"](
      { event: "trouble", name, ip, port, kind, count, ...details },
      `${displayText(name)}: ${verb}${where}: ${displayText(writeTrouble(words, mistake))}${soFar}`,
    );
  }

  /** Logs a peer that did not become a user. One that sent no byte, such as a health check, is worth no line of most logs. */
  refused({ ip, port }: Connection, { text, name, trouble, mistake, isSilent = false }: Refusal): void {
    const shown = trouble ? writeFirstTrouble(trouble) : displayText(text);
    const shownName = name === undefined ? undefined : displayText(name);
    const who = shownName === undefined ? "" : `${shownName} from `;
    this.#logger[isSilent ? "debug" : "info"](
      { event: "refused", name: shownName, ip, port, mistake, text: shown },
      `refused ${who}${joinPort(ip, port)}: ${shown}`,
    );
  }

  claimFailed({ ip }: User, error: unknown): void {
    const text = displayText(describe(error));
    this.#logger.error({ event: "claim-failed", ip, error: text }, `a name could not be claimed: ${text}`);
  }

  closed({ ip, port, userName: name }: Connection, reason: DisconnectReason): void {
    if (this.#logger.isLevelEnabled?.("debug") === false) return;
    const from = joinPort(ip, port);
    this.#logger.debug({ event: "closed", name, ip, port, reason }, `connection from ${from} closed (${reason})`);
  }

  #noteFirst(user: User, kind: TroubleKind, words: string): void {
    const first = this.#firstTroubles.get(user) ?? new Map();
    this.#firstTroubles.set(user, first.set(kind, words));
  }
}

function writeFirstTrouble(trouble: RejectedTrouble): string {
  const words = writeTrouble(describeTrouble(trouble), trouble.mistake);
  return `its first message was rejected at byte ${trouble.rejection.offset}: ${words}`;
}

/** Writes a trouble: `bytes that are not UTF-8: 0xE9 at byte 65 (latin-1)`. */
function writeTrouble({ text, byte, at }: TroubleWords, mistake: string | undefined): string {
  const place = at === undefined ? "" : byte === undefined ? ` at byte ${at}` : `: ${byte} at byte ${at}`;
  return mistake === undefined ? `${text}${place}` : `${text}${place} (${mistake})`;
}

function isPowerOfTen(count: number): boolean {
  return /^10*$/.test(`${count}`);
}

/** Writes what a user did: `4 min, sent 57, received 210, 12 rejected: unknown key "time"; framed`. */
function writeSummary(report: ConnectionReport, troubles: readonly string[]): string {
  const { ageMs, messagesIn, messagesOut, messagesLost, isFramed } = report;
  const parts = [writeDuration(ageMs), `sent ${messagesIn}`, `received ${messagesOut}`];
  if (messagesLost > 0) parts.push(`lost ${messagesLost}`);
  return `${[...parts, ...troubles].join(", ")}; ${isFramed ? "framed" : "unframed"}`;
}

/** Says what was wrong with a user's client; a message that was lost because its receiver went is no fault of it. */
function listTroubles(
  { ageMs, messagesIn, slowedMs, refused, unclosedBytes }: ConnectionReport,
  reason: DisconnectReason,
  firstTroubles: FirstTroubles | undefined,
): string[] {
  const troubles: string[] = [];
  if (slowedMs >= 1_000) troubles.push(`slowed down for ${writeDuration(slowedMs)}`);
  for (const [kind, count] of Object.entries(refused)) {
    const words = firstTroubles?.get(kind as TroubleKind) ?? `refused: ${kind}`;
    troubles.push(`${count} ${words}`);
  }
  if (unclosedBytes > 0) troubles.push(`its last message had no end after ${unclosedBytes} bytes`);
  else if (reason === DisconnectReason.Left && messagesIn === 0 && ageMs < AT_ONCE_MS)
    troubles.push("ended its side right after its name");
  return troubles;
}
