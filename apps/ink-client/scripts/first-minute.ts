// Records the first minute of somebody in the chat, for the README: a cast for asciinema, and a picture that moves.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PtyProcess, recordingToSvg, ScreenRecording, writeAsciicast } from "@chat/testing/terminal";
import { setup as buildCommand, COMMAND } from "../test/support/build-command.ts";
import { Lesson } from "./lesson.ts";
import { PictureClock } from "./picture-clock.ts";
import { Player } from "./player.ts";

const OUTPUT = fileURLToPath(new URL("../../../docs/pictures/first-minute", import.meta.url));
const TITLE = "chat";

await buildCommand();
for (const theme of ["light", "dark"] as const) {
  const folder = await mkdtemp(join(tmpdir(), "chat-first-minute-"));
  try {
    await recordFirstMinute(theme, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The colours are those of the program, so each background has a recording of its own. */
async function recordFirstMinute(theme: "light" | "dark", folder: string): Promise<void> {
  const clock = new PictureClock(join(folder, "clock"));
  await mkdir(join(folder, "class-chat"));
  await writeFile(join(folder, "class-chat", "settings.json"), JSON.stringify({ theme }));
  await using lesson = await Lesson.start(clock);
  await using chat = PtyProcess.start(process.execPath, [...clock.nodeFlags, COMMAND], {
    env: { XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder },
  });
  const recording = new ScreenRecording(chat.terminal);
  await tellFirstMinute(lesson, clock, new Player(chat, recording));
  await writeFile(`${OUTPUT}-${theme}.svg`, recordingToSvg(recording, { theme, title: TITLE }));
  if (theme === "dark") await writeFile(`${OUTPUT}.cast`, writeAsciicast(recording, TITLE));
}

async function tellFirstMinute(lesson: Lesson, clock: PictureClock, ada: Player): Promise<void> {
  await ada.sees("such as Ada");
  await ada.types("Your name  ", "Ada");
  await ada.presses("enter", /You joined.*8 online/s);
  lesson.say("Ms Weber", "Good morning! Today: a client that survives a restart of the server.");
  await ada.sees("Good morning");
  clock.advance(1);
  lesson.say("Luca", "which part of the contract is that?");
  await ada.sees("which part", 1.2);
  await ada.types("[Everyone] ", "section 3, the handshake");
  await ada.presses("enter", /handshake .*(7|✓)/, 1.4);
  lesson.say("Bruno", "Ada, your hint found my bug. Thank you! 🎉");
  await ada.sees("Thank you!");

  clock.advance(1);
  await ada.types("[Everyone] ", "/");
  await ada.sees("/standard", 1.4);
  await ada.types("[Everyone] /", "ti");
  await ada.presses("tab", "[Everyone] /time", 0.6);
  await ada.presses("enter", "Server time");

  await ada.types("] ", "@Chi");
  await ada.presses("tab", "[→ Chiara] @Chiara", 0.6);
  await ada.types("@Chiara ", "shall we pair?");
  await ada.presses("enter", /shall we pair\? ✓/, 1.2);
  lesson.write("Chiara", "yes, please! My reader cuts emoji in half 😅");
  await ada.sees(/3.*Chiara.*!.?1/, 1.4);
  await ada.presses("alt+3", "in half");
  await ada.presses("f1", "Commands of this client", 3.5);
  await ada.presses("escape", "in half", 0.8);
  await ada.presses("alt+1", "[Everyone]", 0.8);
  clock.advance(1);
  lesson.say("Ms Weber", "Ten minutes left. Push what you have, please.");
  await ada.sees("Ten minutes left", 4);
}
