import { appendFile, mkdir, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { replaceFile } from "../settings/settings-file.ts";

const SentLineSchema = z.object({ server: z.string(), conversation: z.string(), text: z.string() });

/** A line of the prompt that was sent: at which server, and in which conversation by its key. */
export type SentLine = Readonly<z.output<typeof SentLineSchema>>;

/** The lines that are kept, of all servers. */
const MAX_LINES = 1_000;

/** The UTF-16 units that are kept at most: a thousand lines may be long ones. Twice as many make the file be written anew. */
const MAX_LENGTH = 512 * 1024;

/** Appends a line. Clients that do so at the same time do not disturb one another. */
export async function appendSentLine(path: string, line: SentLine): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await appendFile(path, writeLine(line), { mode: 0o600 });
}

/** Returns the newest lines, oldest first, and shortens a file that has grown. What is no line is left out. */
export async function readSentLines(path: string): Promise<readonly SentLine[]> {
  const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });
  const lines = content.toString().slice(-MAX_LENGTH).split("\n").flatMap(readLine).slice(-MAX_LINES);
  const isGrown = content.length > 2 * MAX_LENGTH;
  // What another client has appended meanwhile would be lost: then the next start does it, and so where the disk takes no new file.
  if (isGrown && (await stat(path)).size === content.length) {
    await replaceFile(path, lines.map(writeLine).join(""), 0o600).catch(() => undefined);
  }
  return lines;
}

function writeLine(line: SentLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** A line that a crash or the start of what is kept has cut is no JSON. */
function readLine(text: string): SentLine[] {
  try {
    return [SentLineSchema.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}
