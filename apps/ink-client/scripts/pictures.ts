// `pnpm pictures`: draws the pictures of the READMEs anew, from a lesson that goes through a real server.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PtyProcess, screenToSvg } from "@chat/testing/terminal";
import { setup as buildCommand, COMMAND } from "../test/support/build-command.ts";
import { Lesson } from "./lesson.ts";
import { PictureClock } from "./picture-clock.ts";

const OUTPUT_FOLDER = fileURLToPath(new URL("../../../docs/pictures/", import.meta.url));
const TITLE = "chat --name Ada";

/** The answers of a white and of a black terminal to the question for its background (OSC 11). Before any, the client takes it for black. */
const BACKGROUNDS = { light: "\u001b]11;rgb:ff/ff/ff\u0007", dark: "\u001b]11;rgb:00/00/00\u0007" } as const;

await buildCommand();
await mkdir(OUTPUT_FOLDER, { recursive: true });
const folder = await mkdtemp(join(tmpdir(), "chat-pictures-"));
try {
  await drawPictures();
} finally {
  await rm(folder, { recursive: true });
}

async function drawPictures(): Promise<void> {
  const clock = new PictureClock(join(folder, "clock"));
  await using lesson = await Lesson.start(clock);
  await using chat = PtyProcess.start(process.execPath, [...clock.nodeFlags, COMMAND, "--name", "Ada"], {
    columns: 110,
    rows: 24,
    env: { XDG_CONFIG_HOME: folder },
  });
  await lesson.tellStory(chat);
  await drawn(chat, (screen) => screen.includes("/time after it"));
  await draw(chat, "chat");

  chat.press("ctrl+u");
  chat.type("/raw\r");
  await drawn(chat, (screen) => screen.includes("← received") && !screen.includes("unread"));
  await draw(chat, "traffic");

  chat.press("escape");
  await drawn(chat, (screen) => screen.includes("unread"));
  chat.resize(100, 30);
  chat.press("f1");
  await drawn(chat, (screen) => screen.includes("closes this") && screen.includes("[Everyone] Write to"));
  await draw(chat, "keys");
}

/** Waits until a whole frame is as expected: while one is drawn, the cursor is hidden. */
async function drawn({ terminal }: PtyProcess, isExpected: (screen: string) => boolean): Promise<void> {
  await terminal.waitForScreen((screen) => terminal.cursor.isVisible && isExpected(screen));
}

/** Draws what the terminal shows, for readers with a light and with a dark screen: the client has other colours for each. */
async function draw(chat: PtyProcess, name: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    const picture = () => screenToSvg(chat.terminal, { theme, title: TITLE });
    const before = picture();
    chat.type(BACKGROUNDS[theme]);
    await drawn(chat, () => picture() !== before);
    await writeFile(join(OUTPUT_FOLDER, `${name}-${theme}.svg`), picture());
  }
}
