import type { KeyName, PtyProcess, ScreenRecording } from "@chat/testing/terminal";

/** Seconds from one key to the next, and for a screen that has to be read. */
const KEY_SECONDS = 0.09;
const READING_SECONDS = 2.2;

/** Ada at her keyboard. Each key is seen before the next one, so that every recording has the same screens. */
export class Player {
  readonly #chat: PtyProcess;
  readonly #recording: ScreenRecording;

  constructor(chat: PtyProcess, recording: ScreenRecording) {
    this.#chat = chat;
    this.#recording = recording;
  }

  /** Waits for a whole frame with a text, and gives everybody the time to read it. */
  async sees(expected: string | RegExp, seconds = READING_SECONDS): Promise<void> {
    const { terminal } = this.#chat;
    const isThere = (screen: string) =>
      typeof expected === "string" ? screen.includes(expected) : expected.test(screen);
    // While a frame is drawn, the cursor is hidden.
    await terminal.waitForScreen((screen) => terminal.cursor.isVisible && isThere(screen));
    this.#recording.record(terminal, seconds);
  }

  /** @param before - the text on the screen right before the typed one */
  async types(before: string, text: string): Promise<void> {
    for (let length = 1; length <= text.length; length++) {
      this.#chat.send(text.slice(length - 1, length));
      await this.sees(before + text.slice(0, length), KEY_SECONDS);
    }
  }

  async presses(key: KeyName, expected: string | RegExp, seconds?: number): Promise<void> {
    this.#chat.press(key);
    await this.sees(expected, seconds);
  }
}
