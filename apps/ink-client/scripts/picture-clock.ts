import { writeFileSync } from "node:fs";

/** The time on all clocks when the story begins: the first minute of a lesson, by the local clock. */
const START = new Date(2026, 10, 24, 9, 30, 0).getTime();

const MINUTE_MS = 60_000;

/**
 * A clock that stands still until it is told to go on, for this process and for the command: so a picture shows the same
 * times whenever it is made.
 */
export class PictureClock {
  readonly #file: string;
  #now = START;

  /** @param file - where the command reads the time; it is written here */
  constructor(file: string) {
    this.#file = file;
    this.#write();
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(minutes: number): void {
    this.#now += minutes * MINUTE_MS;
    this.#write();
  }

  /** Flags for Node that make a program follow this clock. What it measures takes no time that one could see. */
  get nodeFlags(): readonly string[] {
    const program = `
      import { readFileSync } from "node:fs";
      Date.now = () => Number(readFileSync(${JSON.stringify(this.#file)}, "utf8"));
      const measure = performance.now.bind(performance);
      performance.now = () => Math.floor(measure() / 1_000_000) * 1_000_000;
    `;
    return ["--import", `data:text/javascript,${encodeURIComponent(program)}`];
  }

  #write(): void {
    writeFileSync(this.#file, `${this.#now}`);
  }
}
