/** Summary of the server's log. */
export class LogSummary {
  bytes = 0;
  /** The number of users who left, by reason. */
  readonly leaveReasons: Record<string, number> = {};
  /** Warnings and errors, the first ones. */
  readonly warnings: string[] = [];
  /** Lines that are no events, such as those of the runtime, the first ones. */
  readonly otherLines: string[] = [];
  #rest = "";

  static readonly #maxLines = 200;

  add(text: string): void {
    this.bytes += Buffer.byteLength(text);
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#take(line);
  }

  #take(line: string): void {
    const [, level] = /^\{"level":"(\w+)"/.exec(line) ?? [];
    if (level === undefined) keep(this.otherLines, line, LogSummary.#maxLines);
    else if (level === "warn" || level === "error") keep(this.warnings, line, LogSummary.#maxLines);
    const [, reason] = /"event":"leave".*"reason":"([^"]+)"/.exec(line) ?? [];
    if (reason !== undefined) this.leaveReasons[reason] = (this.leaveReasons[reason] ?? 0) + 1;
  }
}

function keep(lines: string[], line: string, most: number): void {
  if (lines.length < most) lines.push(line);
}
