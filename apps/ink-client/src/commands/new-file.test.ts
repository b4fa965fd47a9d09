import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeNewFile } from "./new-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-new-file-"));
});
afterEach(() => rm(folder, { recursive: true }));

it.each([
  ["log.txt", "log-2.txt", "log-3.txt"],
  ["log", "log-2", "log-3"],
  [".log", ".log-2", ".log-3"],
  ["a.b.c", "a.b-2.c", "a.b-3.c"],
])("writes beside %s when that exists", async (name, second, third) => {
  const path = join(folder, name);
  await writeFile(path, "mine");
  expect(await writeNewFile(path, "two")).toBe(join(folder, second));
  expect(await writeNewFile(path, "three")).toBe(join(folder, third));
  expect(await readFile(path, "utf8")).toBe("mine");
  expect(await readFile(join(folder, second), "utf8")).toBe("two");
});

it("fails with the error of the system where no file can be", async () => {
  await expect(writeNewFile(join(folder, "no", "log.txt"), "")).rejects.toMatchObject({ code: "ENOENT" });
});
