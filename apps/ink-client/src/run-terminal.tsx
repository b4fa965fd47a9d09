import type { WriteStream } from "node:tty";
import { render } from "ink";
import { COMMANDS } from "./commands/table.ts";
import { App } from "./components/App.tsx";
import { findInitialTarget } from "./initial-target.ts";
import type { Options } from "./options.ts";
import { ChatControls } from "./session/chat-controls.ts";
import { ChatSession } from "./session/chat-session.ts";
import { readSettings, updateSettings } from "./settings/settings-file.ts";
import { type ChatState, createChatState } from "./state/chat-state.ts";
import { ChatStore } from "./state/chat-store.ts";
import { AnchoredOutput } from "./terminal/anchored-output.ts";
import { writeAscii } from "./terminal/ascii-output.ts";
import { removeColors } from "./terminal/color-free.ts";
import { Keyboard } from "./terminal/keyboard.ts";
import { takesUtf8 } from "./terminal/terminal-kind.ts";
import { TerminalLender } from "./terminal/terminal-lender.ts";
import { FOREIGN_INPUT_OFF } from "./terminal/terminal-modes.ts";

/** The most frames in a second: a key waits at most a hundredth of a second for one. */
const MAX_FRAMES_PER_SECOND = 100;

const BELL = "\u0007";

/**
 * Shows the chat on a terminal until the user leaves.
 *
 * @returns the exit code
 */
export async function runTerminal(options: Options, { stdin, stdout } = process): Promise<number> {
  const remembered = await readSettings();
  const settings = options.noBell ? { ...remembered, bell: false } : remembered;
  const known = findInitialTarget(options, settings);
  const target = { ...known, name: known.name ?? "" };
  const store = new ChatStore(createChatState(target, readScreen(stdout), settings, COMMANDS));
  const session = new ChatSession(store, {
    remember: (changes) => void updateSettings(changes),
    ring: () => stdout.write(BELL),
  });
  const exit = Promise.withResolvers<number>();
  const controls = new ChatControls(store, session, {
    exit: exit.resolve,
    redraw: () => lender.redraw(),
    suspend: () => lender.suspend(),
    lend: (use) => lender.lend(use),
  });
  const isSpoken = options.screenReader || process.env.INK_SCREEN_READER === "true";
  const output = new AnchoredOutput(stdout, chooseRewriting(options));
  const keyboard = new Keyboard(stdin, stdout, {
    receive: (event) => controls.receive(event),
    end: () => void controls.leave(),
  });
  // A screen reader has no use for a mouse, and reads what the terminal selects.
  const followMouse = () => keyboard.switchMouse(store.state.settings.mouse && !isSpoken);
  followMouse();
  const resize = () => store.dispatch({ kind: "screen", screen: readScreen(stdout) });
  const leave = () => void controls.leave();
  const lender = new TerminalLender(keyboard, output, leave);

  // However the process ends, the shell finds its terminal as it was.
  const release = () => {
    keyboard.stop();
    output.stop();
  };
  process.on("exit", release);
  // Here for the screen of the shell: each screen has its own state of kitty's protocol.
  stdout.write(FOREIGN_INPUT_OFF);
  output.start();
  stdout.on("resize", resize);
  stdout.on("error", leave);
  const unfollow = lender.followSignals();
  const unsubscribe = store.subscribe(followMouse);
  for (const signal of STOP_SIGNALS) process.on(signal, leave);
  const instance = render(<App store={store} onTerminal={lender.begin} />, {
    stdout: output,
    stdin,
    // What a screen reader has read stays where it can be read again.
    alternateScreen: !isSpoken,
    exitOnCtrlC: false,
    incrementalRendering: true,
    interactive: true,
    // What the console writes is seen on the terminal of this process alone.
    patchConsole: stdout === process.stdout,
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
    await lender.settle();
    // The screen of the chat has modes of its own.
    keyboard.stop();
    instance.unmount();
    unsubscribe();
    unfollow();
    release();
    process.off("exit", release);
    stdout.off("resize", resize);
    stdout.off("error", leave);
    for (const signal of STOP_SIGNALS) process.off(signal, leave);
    for (const words of session.lastWords) console.error(`chat: ${words}`);
  }
}

/** Returns the changes of the output for a terminal without colours, or without UTF-8. */
function chooseRewriting({ noColor }: Options): (output: string) => string {
  const hasUtf8 = takesUtf8(process.env);
  return (output) => {
    const colored = noColor ? removeColors(output) : output;
    return hasUtf8 ? colored : writeAscii(colored);
  };
}

/** Those of keys are followed by the one that knows who has the terminal. */
const STOP_SIGNALS = ["SIGTERM", "SIGHUP"] as const;

function readScreen({ columns, rows }: WriteStream): ChatState["screen"] {
  return { columns: columns || 80, rows: rows || 24 };
}
