import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { WriteStream } from "node:tty";
import { render, type SuspendTerminal } from "ink";
import { App } from "./components/App.tsx";
import { findInitialTarget } from "./initial-target.ts";
import type { Options } from "./options.ts";
import { ChatControls } from "./session/chat-controls.ts";
import { ChatSession } from "./session/chat-session.ts";
import { readSettings, updateSettings } from "./settings-file.ts";
import { type ChatState, createChatState } from "./state/chat-state.ts";
import { ChatStore } from "./state/chat-store.ts";
import { AnchoredOutput } from "./terminal/anchored-output.ts";
import { Keyboard } from "./terminal/keyboard.ts";

/** The most frames in a second: a key waits at most a hundredth of a second for one. */
const MAX_FRAMES_PER_SECOND = 100;

const BELL = "\u0007";

/** The time after which the terminal is taken again when no shell took it, in milliseconds. */
const SUSPEND_TIMEOUT_MS = 200;

/**
 * Shows the chat on a terminal until the user leaves.
 *
 * @returns the exit code
 */
export async function runTerminal(options: Options, { stdin, stdout } = process): Promise<number> {
  const settings = await readSettings();
  const known = findInitialTarget(options, settings);
  const target = { ...known, name: known.name ?? "" };
  const isBellOn = !options.noBell && settings.bell !== false;
  const store = new ChatStore(createChatState(target, readScreen(stdout), isBellOn));
  const session = new ChatSession(store, {
    joined: (joined) => void updateSettings(joined),
    bellSwitched: (bell) => void updateSettings({ bell }),
    ring: () => stdout.write(BELL),
  });
  const exit = Promise.withResolvers<number>();
  const suspension = Promise.withResolvers<SuspendTerminal>();
  const controls = new ChatControls(store, session, {
    exit: exit.resolve,
    redraw: () => void redraw(),
    suspend: () => void suspend(),
  });
  const isSpoken = options.screenReader || process.env.INK_SCREEN_READER === "true";
  const output = new AnchoredOutput(stdout);
  const keyboard = new Keyboard(stdin, stdout, {
    press: (key) => controls.press(key),
    paste: (text) => controls.paste(text),
    end: () => void controls.leave(),
  });
  const resize = () => store.dispatch({ kind: "screen", screen: readScreen(stdout) });
  const leave = () => void controls.leave();

  // However the process ends, the shell finds its terminal as it was.
  const release = () => {
    keyboard.stop();
    output.stop();
  };
  process.on("exit", release);
  output.start();
  stdout.on("resize", resize);
  for (const signal of STOP_SIGNALS) process.on(signal, leave);
  const instance = render(<App store={store} onTerminal={suspension.resolve} />, {
    stdout: output,
    stdin,
    // What a screen reader has read stays where it can be read again.
    alternateScreen: !isSpoken,
    exitOnCtrlC: false,
    incrementalRendering: true,
    interactive: true,
    maxFps: MAX_FRAMES_PER_SECOND,
    isScreenReaderEnabled: isSpoken,
  });
  keyboard.start();
  if (options.name === undefined) {
    const form = { ...target, port: `${target.port}`, field: "name", problem: null } as const;
    store.dispatch({ kind: "form", form });
  } else {
    void session.join(target);
  }
  try {
    return await Promise.race([exit.promise, instance.waitUntilExit().then(() => 0)]);
  } finally {
    instance.unmount();
    release();
    process.off("exit", release);
    stdout.off("resize", resize);
    for (const signal of STOP_SIGNALS) process.off(signal, leave);
    for (const words of session.lastWords) console.error(`chat: ${words}`);
  }

  /** Leaves the screen and takes it again: everything is drawn anew. */
  async function redraw(): Promise<void> {
    const suspendTerminal = await suspension.promise;
    await suspendTerminal(() => undefined);
  }

  async function suspend(): Promise<void> {
    const suspendTerminal = await suspension.promise;
    await suspendTerminal(async () => {
      release();
      const resumed = once(process, "SIGCONT");
      // The whole job stops, with whatever has started us. Where no shell would go on, the system does not stop it.
      process.kill(0, "SIGTSTP");
      await Promise.race([resumed, delay(SUSPEND_TIMEOUT_MS)]);
      output.start();
      keyboard.start();
    });
  }
}

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

function readScreen({ columns, rows }: WriteStream): ChatState["screen"] {
  return { columns: columns || 80, rows: rows || 24 };
}
