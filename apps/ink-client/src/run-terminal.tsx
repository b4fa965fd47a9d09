import { join } from "node:path";
import type { WriteStream } from "node:tty";
import { render } from "ink";
import { isBareScreenWanted, showBareScreen } from "./bare-screen.ts";
import { COMMANDS } from "./commands/table.ts";
import { App } from "./components/App.tsx";
import { HistoryKeeper } from "./history/history-keeper.ts";
import { findInitialTarget } from "./initial-target.ts";
import { LogRecorder } from "./log-files/log-recorder.ts";
import type { Options } from "./options.ts";
import { ChatControls } from "./session/chat-controls.ts";
import { ChatSession } from "./session/chat-session.ts";
import { findStateDirectory } from "./settings/chat-directories.ts";
import type { Settings } from "./settings/settings.ts";
import { readSettings, updateSettings } from "./settings/settings-file.ts";
import { type ChatState, createChatState } from "./state/chat-state.ts";
import { ChatStore } from "./state/chat-store.ts";
import { AnchoredOutput } from "./terminal/anchored-output.ts";
import { writeAscii } from "./terminal/ascii-output.ts";
import { Keyboard } from "./terminal/keyboard.ts";
import { takesUtf8 } from "./terminal/terminal-kind.ts";
import { TerminalLender } from "./terminal/terminal-lender.ts";
import { FOREIGN_INPUT_OFF } from "./terminal/terminal-modes.ts";
import { WindowTitle, writeNotification } from "./terminal/window.ts";
import { writeTitle } from "./view/title-text.ts";

/** The most frames in a second: a key waits at most a hundredth of a second for one. */
const MAX_FRAMES_PER_SECOND = 100;

/**
 * Shows the chat on a terminal until the user leaves.
 *
 * @returns the exit code
 */
export async function runTerminal(options: Options, { stdin, stdout } = process): Promise<number> {
  const { settings: remembered, problems } = await readSettings();
  const settings = { ...remembered, ...chosenOnce(options) };
  const known = findInitialTarget(options, settings);
  const target = { ...known, name: known.name ?? "" };
  const store = new ChatStore(createChatState(target, readScreen(stdout), settings, COMMANDS));
  const session = new ChatSession(store, {
    remember: updateSettings,
    notify: (from, text) => write(writeNotification(store.state.settings.notifications, from, text)),
  });
  const note = session.note.bind(session);
  const logs = new LogRecorder(store, note);
  const history = new HistoryKeeper(store, join(findStateDirectory(process.env), "history.jsonl"), note);
  const exit = Promise.withResolvers<number>();
  const controls = new ChatControls(store, session, {
    exit: exit.resolve,
    redraw: () => lender.redraw(),
    suspend: () => lender.suspend(),
    lend: (use) => lender.lend(use),
  });
  const isSpoken = options.screenReader || process.env.INK_SCREEN_READER === "true";
  const rewrite = takesUtf8(process.env) ? (text: string) => text : writeAscii;
  const output = new AnchoredOutput(stdout, rewrite);
  const write = (text: string) => void stdout.write(rewrite(text));
  const title = new WindowTitle(write);
  const keyboard = new Keyboard(stdin, stdout, {
    receive: (event) => controls.receive(event),
    end: () => void controls.leave(),
  });
  const followState = () => {
    const { settings, overlay } = store.state;
    // A screen reader has no use for a mouse, and reads what the terminal selects.
    keyboard.switchMouse(settings.mouse && !isSpoken && overlay.kind !== "bare");
    title.show(settings.title && !lender.isLent ? writeTitle(store.state) : "");
    if (isBareScreenWanted(store.state) && !isBare) void showBare();
  };
  let isBare = false;
  const showBare = async () => {
    isBare = true;
    await lender.lendScreen(() => showBareScreen(store, write));
    isBare = false;
    // It may have been asked for again by then.
    followState();
  };
  const resize = () => controls.resize(readScreen(stdout));
  const leave = () => void controls.leave();
  const lender = new TerminalLender(keyboard, output, { leave, changed: followState });

  // However the process ends, the shell finds its terminal as it was.
  const release = () => {
    title.show("");
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
  const unsubscribe = store.subscribe(followState);
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
  followState();
  keyboard.start();
  for (const problem of problems) session.note(problem, "problem");
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
    await history.settled;
    const lost = await logs.stop();
    for (const words of [...session.lastWords, ...(lost === null ? [] : [lost])]) console.error(`chat: ${words}`);
  }
}

/** Returns the settings that options replace, for this time. */
function chosenOnce({ noBell, noColor, log }: Options): Partial<Settings> {
  return {
    ...(noBell && { bell: false }),
    ...(noColor && { theme: "none" }),
    ...(log !== undefined && { "log.directory": log }),
  };
}

/** Those of keys are followed by the one that knows who has the terminal. */
const STOP_SIGNALS = ["SIGTERM", "SIGHUP"] as const;

function readScreen({ columns, rows }: WriteStream): ChatState["screen"] {
  return { columns: columns || 80, rows: rows || 24 };
}
