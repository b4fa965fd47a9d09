import { displayText } from "@chat/protocol";
import type { Connection, Leave } from "./contract.ts";
import { growth, type Sample } from "./samples.ts";
import { countNoun, formatBytes, formatCount, heldUpWords, refusedWords, shownName, sumCounts } from "./words.ts";

/** The state of a server, from unknown to bad. */
export type Level = "unknown" | "good" | "warning" | "bad";

/** The answer to the question whether all is well. */
export interface Verdict {
  readonly level: Level;
  /** One sentence. */
  readonly sentence: string;
  /** Sentences about everything else that is wrong, the worst first. */
  readonly others: readonly string[];
  /** Changes when something else is wrong, and not with each number. */
  readonly topics: string;
}

/** Everything that a verdict is made from. */
export interface Evidence {
  /** The last ten minutes, the newest last. */
  readonly samples: readonly Sample[];
  /** Connections with trouble, and those with most of it. */
  readonly troubled: number;
  readonly worst: readonly Connection[];
  /** The latest of those who left, or were refused, with trouble; of the last minute alone. */
  readonly gone: readonly Leave[];
  /** Time without an answer in milliseconds; 0 when the last question was answered. */
  readonly silentMs: number;
  /** Names nobody. */
  readonly hidesNames?: boolean;
}

type Finding = readonly [level: "warning" | "bad", topic: string, sentence: string];

/** Time in which something counts as happening now, in milliseconds. */
const RECENT_MS = 60_000;

/** Delays of the event loop that users notice, and that make the chat feel broken, in milliseconds. */
const SLOW_LOOP_MS = 200;
const STUCK_LOOP_MS = 1_000;

/** Share of the limit of connections from which on the server counts as almost full. */
const ALMOST_FULL = 0.95;

/** Bytes waiting from which on somebody who does not read is likely. */
const MANY_WAITING_BYTES = 16_777_216;

/** Characters of a name or an error that stand in the sentence. */
const MAX_QUOTED = 96;

/** Judges a server by what is known about it. */
export function judge(evidence: Evidence): Verdict {
  const { samples, silentMs, troubled } = evidence;
  if (samples.length === 0 && silentMs === 0) {
    return { level: "unknown", sentence: "Asking the server …", others: [], topics: "" };
  }
  const findings = findAll(evidence).sort(([a], [b]) => Number(b === "bad") - Number(a === "bad"));
  const [first, ...others] = findings;
  if (first) {
    const [level, , sentence] = first;
    const topics = findings.map(([, topic]) => topic).join();
    return { level, sentence, others: others.map(([, , other]) => other), topics };
  }
  const users = countNoun(samples.at(-1)?.now.totals.users ?? 0, "user");
  const earlier = troubled === 0 ? "" : ` ${countNoun(troubled, "client")} had trouble earlier.`;
  return { level: "good", sentence: `All is well: ${users} online.${earlier}`, others: [], topics: "good" };
}

function findAll(evidence: Evidence): Finding[] {
  const { samples, silentMs } = evidence;
  if (silentMs > 0) {
    const seconds = Math.max(1, Math.round(silentMs / 1_000));
    return [["bad", "silent", `The server has not answered for ${seconds} s.`]];
  }
  const last = samples.at(-1);
  if (!last) return [];
  return [
    ...findRoom(last),
    ...findTroubled(evidence),
    ...findHeldUp(evidence),
    ...findLosses(samples),
    ...findDelay(samples),
    ...findGone(evidence),
  ];
}

function findRoom({ now }: Sample): Finding[] {
  const { isReady, totals, limits } = now;
  if (!isReady) {
    return [["bad", "not-ready", "Nobody new can join: the server is stopping, or can't reach the other nodes."]];
  }
  if (totals.connections < limits.maxConnections * ALMOST_FULL) return [];
  const level = totals.connections >= limits.maxConnections ? "bad" : "warning";
  const word = level === "bad" ? "full" : "almost full";
  const places = `${totals.connections} of ${countNoun(limits.maxConnections, "connection")}`;
  return [[level, word, `The server is ${word}: ${places}.`]];
}

function findDelay(samples: readonly Sample[]): Finding[] {
  const end = samples.at(-1)?.at ?? 0;
  const recent = samples.filter(({ at }) => at >= end - 10_000).map(({ now }) => now.totals.loopDelayMs);
  const delayMs = Math.max(...recent);
  if (delayMs < SLOW_LOOP_MS) return [];
  const level = delayMs >= STUCK_LOOP_MS ? "bad" : "warning";
  return [[level, "delay", `Answers come late: the server was busy for ${Math.round(delayMs)} ms.`]];
}

/** Finds clients whose messages are refused now: it says who, and why. */
function findTroubled({ samples, troubled, worst, gone, hidesNames }: Evidence): Finding[] {
  const refused = growth(samples, RECENT_MS, ({ refusedMessages }) => sumCounts(refusedMessages));
  if (refused === 0) return [];
  const messages = `${countNoun(refused, "message")} refused in the last minute`;
  const most =
    worst.find(({ refusedInARow }) => refusedInARow > 0) ?? worst.find(({ refused }) => sumCounts(refused) > 0);
  if (!most) {
    // Who is gone with trouble has a sentence of its own.
    return gone.length > 0 ? [] : [["warning", "refused", `${messages}, of clients that are gone: see Who left.`]];
  }
  const who = nameOf(most);
  const why = most.lastTrouble === null ? refusedWords(most.refused) : displayText(most.lastTrouble);
  const rest = troubled > 1 ? `, ${formatCount(troubled)} clients with trouble` : "";
  const sentence = hidesNames
    ? `${messages}${rest}.`
    : `Look at ${who}: ${shorten(why.replace(/\.$/, ""))} · ${messages}${rest}.`;
  // The sentence with a name is not kept when names are to be hidden.
  return [["warning", hidesNames ? "refused, nameless" : "refused", sentence]];
}

/** Finds a client that is held up, or holds itself up, while none of its messages is refused. */
function findHeldUp({ worst, hidesNames }: Evidence): Finding[] {
  const [first, ...others] = worst.filter((connection) => heldUpWords(connection) !== "");
  if (!first) return [];
  const where = first.name === null ? `A client at ${displayText(first.ip)}` : nameOf(first);
  const who = hidesNames ? "A client" : where;
  const rest = others.length === 0 ? "" : `; ${countNoun(others.length, "client")} more like that`;
  return [["warning", hidesNames ? "held up, nameless" : "held up", `${who} ${heldUpWords(first)}${rest}.`]];
}

/** Shortens a text that others have influence on: the sentence has room for two lines. */
function shorten(text: string): string {
  const characters = [...text];
  return characters.length > MAX_QUOTED ? `${characters.slice(0, MAX_QUOTED).join("")}…` : text;
}

function nameOf({ name, ip }: Pick<Connection, "name" | "ip">): string {
  return name === null ? `a client without a name at ${displayText(ip)}` : shorten(shownName(name));
}

function findLosses(samples: readonly Sample[]): Finding[] {
  const findings: Finding[] = [];
  const leaves = (reason: "slow-reader" | "out-of-memory") =>
    growth(samples, RECENT_MS, (totals) => totals.leaves[reason] ?? 0);
  const cutOff = leaves("slow-reader");
  const evicted = leaves("out-of-memory");
  const lost = growth(samples, RECENT_MS, ({ messagesLost }) => messagesLost);
  const waitingBytes = samples.at(-1)?.now.totals.waitingBytes ?? 0;
  const clients = (count: number) => countNoun(count, "client");
  if (evicted > 0) {
    findings.push(["bad", "memory", `The memory for messages that wait is used up: ${clients(evicted)} cut off.`]);
  }
  if (cutOff > 0) {
    findings.push(["warning", "slow-reader", `${clients(cutOff)} cut off in the last minute for not reading.`]);
  }
  if (lost > 0 && cutOff + evicted === 0) {
    const sentence = `${countNoun(lost, "message")} lost in the last minute: somebody does not read, or has gone.`;
    findings.push(["warning", "lost", sentence]);
  }
  if (waitingBytes >= MANY_WAITING_BYTES) {
    findings.push(["warning", "waiting", `${formatBytes(waitingBytes)} wait to be read: somebody reads slowly.`]);
  }
  return findings;
}

/** Finds those who are gone already, and were refused or left with trouble. */
function findGone({ samples, gone, hidesNames }: Evidence): Finding[] {
  const refused = growth(samples, RECENT_MS, ({ refusedConnections }) => refusedConnections);
  const [latest] = gone;
  if (!latest && refused === 0) return [];
  const count = refused === 0 ? "" : `${countNoun(refused, "connection")} refused in the last minute`;
  if (!latest) return [["warning", "refused-connections", `${count}.`]];
  if (hidesNames)
    return [["warning", "gone, nameless", `${count || "A client with trouble left in the last minute"}.`]];
  const how = latest.reason === "refused" ? "was refused" : "has left";
  const sentence = `${nameOf(latest)} ${how}: ${shorten(displayText(latest.trouble ?? ""))} · ${count === "" ? "" : `${count}: `}see Who left.`;
  return [["warning", "gone", sentence.charAt(0).toUpperCase() + sentence.slice(1)]];
}
