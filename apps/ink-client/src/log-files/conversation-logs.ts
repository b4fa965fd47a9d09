import { join } from "node:path";
import { displayText } from "@chat/protocol";
import { resolvePath } from "../settings/chat-directories.ts";
import type { JoinTarget } from "../state/chat-state.ts";
import { personKey } from "../state/conversation.ts";
import { writeServerAddress } from "../state/server-address.ts";
import { LineAppender } from "./line-appender.ts";
import { type LogEntry, saysEnd, writeEntry, writeLocalTime, writeSafeName } from "./log-format.ts";

/** The length of a day such as `2026-11-24`. */
const DAY_LENGTH = 10;

const PERSON_PREFIX = personKey("");

/** Writes the logs of the conversations: a folder for each server, and in it a file for each conversation and day. */
export class ConversationLogs {
  readonly #directory: string;
  readonly #target: JoinTarget;
  readonly #appender: LineAppender;
  /** The file to which each conversation was written last. */
  readonly #paths = new Map<string, string>();

  /**
   * @param directory as people type it
   * @param note says that the disk takes nothing, and later that it does again
   */
  constructor(directory: string, target: JoinTarget, note: (text: string, kind: "notice" | "problem") => void) {
    this.#directory = resolvePath(directory);
    this.#target = target;
    this.#appender = new LineAppender({
      report: (problem) => {
        if (problem === null) note("The log is written again.", "notice");
        else note(`The log can't be written: ${problem}. Its lines wait, and it is tried again.`, "problem");
      },
      writeGap: (count) => writeMark("gap", `The disk took no more: ${count} lines are missing.`),
      writeHead,
    });
  }

  /** Writes an entry of a conversation into the file of its day. */
  write(key: string, entry: LogEntry): void {
    const path = this.#findPath(key, entry.at);
    const last = this.#paths.get(key);
    this.#paths.set(key, path);
    const { name } = this.#target;
    const begin = `The log begins: ${name} is at ${writeServerAddress(this.#target)}.`;
    if (last === undefined) this.#appender.append(path, writeMark("begin", begin, entry.at));
    else if (last !== path)
      this.#appender.append(last, writeMark("end", "The log goes on in the file of another day."));
    this.#appender.append(path, writeEntry(entry));
  }

  /** Marks in all conversations that were written to where a time without a connection begins or ends. */
  markConnection(isBack: boolean): void {
    const text = isBack
      ? "The connection is back."
      : "The connection was lost: what is said until it is back is missing.";
    this.#markAll("gap", text);
  }

  /** Marks the end, and writes what waits. Returns a sentence when lines are lost. */
  async close(): Promise<string | null> {
    this.#markAll("end", "The log ends.");
    const reason = await this.#appender.close();
    return reason === null ? null : `The last lines of the log are lost: ${displayText(reason)}`;
  }

  #markAll(kind: "gap" | "end", text: string): void {
    for (const path of this.#paths.values()) this.#appender.append(path, writeMark(kind, text));
  }

  /** The name of a file is the same however the name of the person is spelled, and on disks that do not tell cases apart. */
  #findPath(key: string, at: number): string {
    const { host, port } = this.#target;
    const name = key.startsWith(PERSON_PREFIX) ? `@${writeSafeName(key.slice(PERSON_PREFIX.length))}` : key;
    const day = writeLocalTime(at).slice(0, DAY_LENGTH);
    return join(this.#directory, `${writeSafeName(host.toLowerCase())}_${port}`, `${name}.${day}.log`);
  }
}

/** The run before has said that it ended, unless it was killed: then its last line may not even be whole. */
function writeHead(end: string): string {
  if (end === "" || saysEnd(end)) return "";
  return `${end.endsWith("\n") ? "" : "\n"}${writeMark("gap", "The client ended without a warning: lines may be missing.")}`;
}

function writeMark(kind: LogEntry["kind"], text: string, at = Date.now()): string {
  return writeEntry({ at, kind, from: "", text });
}
