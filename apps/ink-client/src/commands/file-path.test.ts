import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { resolvePath } from "../settings/chat-directories.ts";
import { listFolder } from "./file-path.ts";

it("takes a tilde for the home, and all else from the folder of the start", () => {
  expect(resolvePath("~/a b.txt")).toBe(join(homedir(), "a b.txt"));
  expect(resolvePath("~")).toBe(homedir());
  expect(resolvePath("~ada")).toBe(join(process.cwd(), "~ada"));
  expect(resolvePath("")).toBe(process.cwd());
});

it("lists a folder, follows links, and lists nothing where it can't", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chat-list-"));
  await mkdir(join(folder, "sub folder"));
  await writeFile(join(folder, ".hidden"), "");
  await symlink("sub folder", join(folder, "link"));
  await symlink("loop", join(folder, "loop"));
  expect(listFolder(folder)).toEqual([".hidden", "link/", "loop", "sub folder/"]);
  expect(listFolder(join(folder, ".hidden"))).toEqual([]);
  expect(listFolder(join(folder, "nowhere"))).toEqual([]);
  await rm(folder, { recursive: true });
});
