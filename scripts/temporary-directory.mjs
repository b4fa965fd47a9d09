import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Creates a directory, passes it to `use`, and removes it afterwards. */
export async function withTemporaryDirectory(use) {
  const directory = await mkdtemp(join(tmpdir(), "chat-"));
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
