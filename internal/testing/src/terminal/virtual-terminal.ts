import type { IBuffer, IModes, Terminal } from "@xterm/headless";
import { Changes } from "../waiting/changes.ts";
import { type Cell, readCell } from "./cell.ts";
import { createEmulator, type VirtualTerminalOptions } from "./emulator.ts";
import { watchCursorVisibility, watchSideEffects } from "./side-effects.ts";
import { type CursorPosition, MODE_QUERIES, type TerminalSnapshot } from "./terminal-snapshot.ts";
import { type ScreenExpectation, waitForScreen } from "./wait-for-screen.ts";

/**
 * A terminal without a window, independent of what is tested in it: it is fed what a program wrote, and tells what
 * somebody would see, and what else was done to the terminal.
 */
export class VirtualTerminal implements Disposable {
  /** Whenever something was parsed, or the size changed. */
  readonly changes = new Changes();
  readonly #terminal: Terminal;
  readonly #sideEffects: string[] = [];
  readonly #answerListeners = new Set<(answer: string) => void>();
  readonly #resizeListeners = new Set<() => void>();
  #title = "";
  #bellCount = 0;
  #answers = "";
  #isCursorVisible = true;
  /** Answers to a question of the test instead of the program's; `undefined` while there is none. */
  #reports: string | undefined;

  constructor(options: VirtualTerminalOptions = {}) {
    this.#terminal = createEmulator(options);
    this.#terminal.onTitleChange((title) => {
      this.#title = title;
    });
    this.#terminal.onBell(() => {
      this.#bellCount++;
    });
    this.#terminal.onData((answer) => this.#answer(answer));
    watchSideEffects(this.#terminal, (effect) => {
      if (this.#reports === undefined) this.#sideEffects.push(effect);
    });
    watchCursorVisibility(this.#terminal, (isVisible) => {
      this.#isCursorVisible = isVisible;
    });
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  get cursor(): CursorPosition {
    const { cursorX: column, cursorY: row } = this.#buffer;
    return { row, column, isVisible: this.#isCursorVisible };
  }

  /** The title that the window has been given. */
  get title(): string {
    return this.#title;
  }

  get bellCount(): number {
    return this.#bellCount;
  }

  get activeBuffer(): "normal" | "alternate" {
    return this.#buffer.type;
  }

  get modes(): IModes {
    return { ...this.#terminal.modes };
  }

  /** All that the terminal has answered to the program's questions. */
  get answers(): string {
    return this.#answers;
  }

  /** Effects of the program that no cell shows, in order: bells, titles, clipboard, palette, images. */
  get sideEffects(): readonly string[] {
    return this.#sideEffects;
  }

  /** The text of the screen, a line for each row. */
  get text(): string {
    return this.lines().join("\n");
  }

  /** Feeds what a program wrote; returns when it has been parsed. */
  async write(data: string | Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => this.#terminal.write(data, resolve));
    this.changes.notify();
  }

  /** Returns when all that was written until now has been parsed. */
  parsed(): Promise<void> {
    return new Promise((resolve) => this.#terminal.write("", resolve));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    for (const listener of this.#resizeListeners) listener();
    this.changes.notify();
  }

  /** The text of each row of the screen, without the spaces at its end. */
  lines(): string[] {
    const { baseY } = this.#buffer;
    return Array.from({ length: this.rows }, (_, row) => readLine(this.#buffer, baseY + row, this.columns));
  }

  /** The text of each row that has left the normal screen at its top, the oldest first. */
  scrollbackLines(): string[] {
    const { normal } = this.#terminal.buffer;
    return Array.from({ length: normal.baseY }, (_, row) => readLine(normal, row, this.columns));
  }

  /** The cells of one row of the screen, counted from 0 at the top. */
  cells(row: number): Cell[] {
    const line = this.#buffer.getLine(this.#buffer.baseY + row);
    if (!line || row < 0 || row >= this.rows) throw new RangeError(`There is no row ${row} among ${this.rows}.`);
    const cells: Cell[] = [];
    for (let column = 0; column < this.columns; column++) {
      const cell = line.getCell(column);
      if (cell) cells.push(readCell(cell));
    }
    return cells;
  }

  /** Waits until the screen is as expected, and gives its text; fails with the screen in the message. */
  waitForScreen(expected: ScreenExpectation, what?: string): Promise<string> {
    return waitForScreen({ readScreen: () => this.text, changes: this.changes }, expected, what);
  }

  /** Everything there is to compare, once all that was written until now has been parsed. */
  async snapshot(): Promise<TerminalSnapshot> {
    const modes = await this.#ask(MODE_QUERIES);
    return {
      columns: this.columns,
      rows: this.rows,
      cells: Array.from({ length: this.rows }, (_, row) => this.cells(row)),
      cursor: this.cursor,
      title: this.title,
      bellCount: this.bellCount,
      activeBuffer: this.activeBuffer,
      scrollbackLines: this.scrollbackLines(),
      answers: this.answers,
      sideEffects: [...this.sideEffects],
      modes,
    };
  }

  /** Calls back with each answer of the terminal to a question of the program, such as where the cursor is. */
  onAnswer(listener: (answer: string) => void): void {
    this.#answerListeners.add(listener);
  }

  onResize(listener: () => void): void {
    this.#resizeListeners.add(listener);
  }

  [Symbol.dispose](): void {
    this.#terminal.dispose();
  }

  get #buffer(): IBuffer {
    return this.#terminal.buffer.active;
  }

  #answer(answer: string): void {
    if (this.#reports !== undefined) {
      this.#reports += answer;
      return;
    }
    this.#answers += answer;
    for (const listener of this.#answerListeners) listener(answer);
  }

  /** Asks the terminal what a program can ask it, without leaving a trace. */
  #ask(questions: string): Promise<string> {
    return new Promise((resolve) => {
      // Both are parsed one after the other, with nothing of the program's between them.
      this.#terminal.write("", () => {
        this.#reports = "";
      });
      this.#terminal.write(questions, () => {
        const reports = this.#reports ?? "";
        this.#reports = undefined;
        resolve(reports);
      });
    });
  }
}

/** A line that was longer in a wider window keeps its cells, which nobody sees. */
function readLine(buffer: IBuffer, row: number, columns: number): string {
  return (buffer.getLine(row)?.translateToString(true, 0, columns) ?? "").trimEnd();
}
