/** Most lines that are kept. */
const MAX_LINES = 200;

/** Summary of the server's log. */
export class LogSummary {
  bytes = 0;
  /** Lines that are no events, such as those of the runtime, the first ones. */
  readonly otherLines: string[] = [];
  #rest = "";

  add(text: string): void {
    this.bytes += Buffer.byteLength(text);
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!line.startsWith('{"level":"') && this.otherLines.length < MAX_LINES) this.otherLines.push(line);
    }
  }
}
