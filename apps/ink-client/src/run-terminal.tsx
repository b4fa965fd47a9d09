import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { WriteStream } from "node:tty";
import { render, type SuspendTerminal } from "ink";
import { COMMANDS } from "./commands/table.ts";
import { App } from "./components/App.tsx";
import { HistoryKeeper } from "./history/history-keeper.ts";
import { findInitialTarget } from "./initial-target.ts";
import { LogRecorder } from "./log-files/log-recorder.ts";
import type { Options } from "./options.ts";
import { ChatControls } from "./session/chat-controls.ts";
import { ChatSession } from "./session/chat-session.ts";
import { findStateDirectory } from "./settings/chat-directories.ts";
import { readSettings, updateSettings } from "./settings/settings-file.ts";
import { type ChatState, createChatState } from "./state/chat-state.ts";
import { ChatStore } from "./state/chat-store.ts";
import { AnchoredOutput } from "./terminal/anchored-output.ts";
import { writeAscii } from "./terminal/ascii-output.ts";
import { removeColors } from "./terminal/color-free.ts";
import { Keyboard } from "./terminal/keyboard.ts";
import { takesUtf8 } from "./terminal/terminal-kind.ts";
import { FOREIGN_INPUT_OFF } from "./terminal/terminal-modes.ts";

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
  const remembered = await readSettings();
  const settings = {
    ...remembered,
    ...(options.noBell && { bell: false }),
    ...(options.log !== undefined && { "log.directory": options.log }),
  };
  const known = findInitialTarget(options, settings);
  const target = { ...known, name: known.name ?? "" };
  const store = new ChatStore(createChatState(target, readScreen(stdout), settings, COMMANDS));
  const session = new ChatSession(store, {
    remember: (changes) => void updateSettings(changes),
    ring: () => stdout.write(BELL),
  });
  const logs = new LogRecorder(store, session.note.bind(session));
  const history = new HistoryKeeper(store, join(findStateDirectory(process.env), "history.jsonl"));
  const exit = Promise.withResolvers<number>();
  const suspension = Promise.withResolvers<SuspendTerminal>();
  const controls = new ChatControls(store, session, {
    exit: exit.resolve,
    redraw,
    suspend,
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
  let isSuspended = false;
  let turn: Promise<void> = Promise.resolve();
  const resize = () => store.dispatch({ kind: "screen", screen: readScreen(stdout) });
  const leave = () => void controls.leave();

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
  process.on("SIGTSTP", suspend);
  process.on("SIGCONT", resume);
  const unsubscribe = store.subscribe(followMouse);
  for (const signal of STOP_SIGNALS) process.on(signal, leave);
  const instance = render(<App store={store} onTerminal={suspension.resolve} />, {
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
    // The screen of the chat has modes of its own.
    keyboard.stop();
    instance.unmount();
    unsubscribe();
    process.off("SIGTSTP", suspend);
    process.off("SIGCONT", resume);
    release();
    process.off("exit", release);
    stdout.off("resize", resize);
    stdout.off("error", leave);
    for (const signal of STOP_SIGNALS) process.off(signal, leave);
    await history.settled;
    const lost = await logs.stop();
    for (const words of [...session.lastWords, ...(lost === null ? [] : [lost])]) console.error(`chat: ${words}`);
  }

  /** Leaves the screen and takes it again: everything is drawn anew. */
  function redraw(): void {
    inTurn((suspendTerminal) => suspendTerminal(() => undefined));
  }

  /** Stops as the shell wants it, from the keyboard or by a signal, and takes the terminal again afterwards. */
  function suspend(): void {
    if (isSuspended) return;
    isSuspended = true;
    inTurn(async (suspendTerminal) => {
      keyboard.stop();
      await suspendTerminal(stopUntilContinued);
      keyboard.start();
      isSuspended = false;
    });
  }

  async function stopUntilContinued(): Promise<void> {
    release();
    const resumed = once(process, "SIGCONT");
    // Without a listener the signal stops the process.
    process.off("SIGTSTP", suspend);
    // The whole job stops, with whatever has started us. Where no shell would go on, the system does not stop it.
    process.kill(0, "SIGTSTP");
    await Promise.race([resumed, delay(SUSPEND_TIMEOUT_MS)]);
    process.on("SIGTSTP", suspend);
    output.start();
    updateSize();
  }

  /** Takes the terminal again after a stop that came without a word, such as SIGSTOP: the shell has reset it. */
  function resume(): void {
    if (isSuspended) return;
    inTurn(async (suspendTerminal) => {
      keyboard.stop();
      output.stop();
      output.start();
      updateSize();
      await suspendTerminal(() => undefined);
      keyboard.start();
    });
  }

  /** Lends the terminal to one after the other: signals may come together. */
  function inTurn(lend: (suspendTerminal: SuspendTerminal) => Promise<void>): void {
    turn = turn.then(async () => await lend(await suspension.promise));
  }
}

/** Node looks at the size of the terminal only when this signal comes, and it does not come to a process in the background. */
function updateSize(): void {
  process.kill(process.pid, "SIGWINCH");
}

/** Returns the changes of the output for a terminal without colours, or without UTF-8. */
function chooseRewriting({ noColor }: Options): (output: string) => string {
  const hasUtf8 = takesUtf8(process.env);
  return (output) => {
    const colored = noColor ? removeColors(output) : output;
    return hasUtf8 ? colored : writeAscii(colored);
  };
}

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

function readScreen({ columns, rows }: WriteStream): ChatState["screen"] {
  return { columns: columns || 80, rows: rows || 24 };
}
