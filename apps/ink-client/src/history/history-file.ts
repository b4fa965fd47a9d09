import { appendFile, mkdir, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { replaceFile } from "../settings/settings-file.ts";

const SentLineSchema = z.object({ server: z.string(), conversation: z.string(), text: z.string() });

/** A line of the prompt that was sent: at which server, and in which conversation by its key. */
export type SentLine = Readonly<z.output<typeof SentLineSchema>>;

/** The lines that are kept, of all servers. */
const MAX_LINES = 1_000;

/** The length of what is kept, in UTF-16 units: a thousand lines may be long ones. */
const MAX_LENGTH = 1024 * 1024;

/** The file is written anew when it has grown to so many times what is kept: not at each start. */
const MAX_GROWTH = 2;

/** Appends a line. Clients that do so at the same time do not disturb one another. */
export async function appendSentLine(path: string, line: SentLine): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await appendFile(path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
}

/** Returns the newest lines, oldest first, and makes a file that has grown short again. A line that is no JSON is left out. */
export async function readSentLines(path: string): Promise<readonly SentLine[]> {
  const content = await readFile(path).catch(() => Buffer.alloc(0));
  const written = content.toString().split("\n");
  const kept: SentLine[] = [];
  let length = 0;
  for (const text of written.toReversed()) {
    length += text.length;
    if (kept.length === MAX_LINES || length > MAX_LENGTH) break;
    const line = readSentLine(text);
    if (line) kept.unshift(line);
  }
  const isGrown = written.length > MAX_LINES * MAX_GROWTH || content.length > MAX_LENGTH * MAX_GROWTH;
  // What another client has just appended would be lost; the next start does it.
  if (isGrown && (await stat(path)).size === content.length) {
    await replaceFile(path, kept.map((line) => `${JSON.stringify(line)}\n`).join(""), 0o600);
  }
  return kept;
}

function readSentLine(text: string): SentLine | null {
  try {
    return SentLineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
