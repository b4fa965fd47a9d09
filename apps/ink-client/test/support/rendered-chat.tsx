import {
  type TerminalSnapshot,
  TerminalStreams,
  VirtualTerminal,
  type VirtualTerminalOptions,
} from "@chat/testing/terminal";
import { type Instance, render } from "ink";
import { COMMANDS } from "../../src/commands/table.ts";
import { App } from "../../src/components/App.tsx";
import { DEFAULT_SETTINGS } from "../../src/settings/settings.ts";
import type { ChatEvent } from "../../src/state/chat-event.ts";
import { type ChatState, createChatState } from "../../src/state/chat-state.ts";
import { ChatStore } from "../../src/state/chat-store.ts";
import { AnchoredOutput } from "../../src/terminal/anchored-output.ts";

const target = { host: "127.0.0.1", port: 65432, name: "Ada" };

/** The chat drawn into a terminal without a window, from a state that a test drives by events: no connection, no keys. */
export class RenderedChat implements AsyncDisposable {
  readonly terminal: VirtualTerminal;
  readonly store: ChatStore;
  readonly #output: AnchoredOutput;
  readonly #instance: Instance;

  constructor(options: VirtualTerminalOptions = {}) {
    this.terminal = new VirtualTerminal(options);
    const { stdout, stdin } = new TerminalStreams(this.terminal);
    const screen = { columns: this.terminal.columns, rows: this.terminal.rows };
    this.store = new ChatStore(createChatState(target, screen, DEFAULT_SETTINGS, COMMANDS));
    this.#output = new AnchoredOutput(stdout);
    this.#output.start();
    this.#instance = render(<App store={this.store} onTerminal={() => undefined} />, {
      stdout: this.#output,
      // Ink looks at what a terminal's input has in common with any stream.
      stdin: stdin as unknown as NodeJS.ReadStream,
      alternateScreen: true,
      incrementalRendering: true,
      interactive: true,
      patchConsole: false,
      exitOnCtrlC: false,
    });
  }

  get state(): ChatState {
    return this.store.state;
  }

  /** Applies events, and waits until the terminal shows what they change. */
  async show(...events: ChatEvent[]): Promise<void> {
    for (const event of events) this.store.dispatch(event);
    await this.drawn();
  }

  async resize(columns: number, rows: number): Promise<void> {
    this.terminal.resize(columns, rows);
    await this.show({ kind: "screen", screen: { columns, rows } });
  }

  /** Waits until everything is drawn and parsed. */
  async drawn(): Promise<void> {
    await this.#instance.waitUntilRenderFlush();
    await this.terminal.parsed();
  }

  snapshot(): Promise<TerminalSnapshot> {
    return this.terminal.snapshot();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#instance.unmount();
    await this.#instance.waitUntilExit();
    this.#output.stop();
  }
}
