import type { ReadStream } from "node:tty";
import type { InputEvent } from "../input/input-event.ts";
import { BACKGROUND_QUERY } from "./background-color.ts";
import { InputDecoder } from "./input-decoder.ts";
import { INPUT_OFF, INPUT_ON, KITTY_KEYBOARD_OFF, KITTY_KEYBOARD_ON, MOUSE_OFF, MOUSE_ON } from "./terminal-modes.ts";

export interface KeyboardListener {
  receive(event: InputEvent): void;
  /** The terminal is gone. */
  end(): void;
}

export class Keyboard {
  readonly #input: ReadStream;
  readonly #output: NodeJS.WritableStream;
  readonly #listener: KeyboardListener;
  #decoder = this.#createDecoder();
  #timer: NodeJS.Timeout | undefined;
  #isStarted = false;
  #isMouseOn = false;
  #isKittyOn = false;

  constructor(input: ReadStream, output: NodeJS.WritableStream, listener: KeyboardListener) {
    this.#input = input;
    this.#output = output;
    this.#listener = listener;
    input.on("data", (chunk: Buffer) => this.#receive(chunk));
    input.on("end", () => listener.end());
    // A terminal that is gone fails a read or a change of its mode.
    input.on("error", () => listener.end());
    input.pause();
  }

  /** Takes over the terminal: from now on every key comes here. */
  start(): void {
    this.#isStarted = true;
    this.#decoder = this.#createDecoder();
    // A shell may have changed the mode meanwhile: without the first call, Node believes that it is still set.
    this.#input.setRawMode(false);
    this.#input.setRawMode(true);
    this.#output.write(INPUT_ON + BACKGROUND_QUERY);
    if (this.#isMouseOn) this.#output.write(MOUSE_ON);
    this.#input.resume();
  }

  /** Returns the terminal to the state before {@link start}. Call it on the screen on which it was started. */
  stop(): void {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    clearTimeout(this.#timer);
    this.#input.pause();
    if (this.#isKittyOn) this.#output.write(KITTY_KEYBOARD_OFF);
    this.#isKittyOn = false;
    this.#output.write(INPUT_OFF);
    this.#input.setRawMode(false);
  }

  /** Switches the reports of the mouse on or off. @default off */
  switchMouse(isOn: boolean): void {
    if (isOn === this.#isMouseOn) return;
    this.#isMouseOn = isOn;
    if (this.#isStarted) this.#output.write(isOn ? MOUSE_ON : MOUSE_OFF);
  }

  #createDecoder(): InputDecoder {
    return new InputDecoder((event) => {
      if (event.kind === "kitty-keyboard") this.#startKitty();
      else this.#listener.receive(event);
    });
  }

  #receive(chunk: Buffer): void {
    this.#decoder.push(chunk.toString("latin1"), readClock());
    this.#awaitDeadline();
  }

  #awaitDeadline(): void {
    clearTimeout(this.#timer);
    const { deadline } = this.#decoder;
    if (deadline === null) return;
    this.#timer = setTimeout(
      () => {
        this.#decoder.expire(readClock());
        this.#awaitDeadline();
      },
      Math.max(1, Math.ceil(deadline - readClock())),
    );
  }

  #startKitty(): void {
    if (this.#isKittyOn || !this.#isStarted) return;
    this.#isKittyOn = true;
    this.#output.write(KITTY_KEYBOARD_ON);
  }
}

/** Returns the time in milliseconds. The clock never goes back. */
function readClock(): number {
  return Number(process.hrtime.bigint()) / 1_000_000;
}
