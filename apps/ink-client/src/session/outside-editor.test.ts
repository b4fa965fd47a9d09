import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { editOutside } from "./outside-editor.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-editor-"));
});
afterEach(() => rm(folder, { recursive: true }));

const { PATH } = process.env;

/** Edits with commands of the shell: `$1` is the file. */
const edit = (text: string, commands: string) => editOutside(text, { PATH, VISUAL: `f() { ${commands}; }; f` });

it("returns the text as it was saved, without the line end of its last line", async () => {
  expect(await edit("one\ntwo", `printf 'three\\r\\n\\n' >> "$1"`)).toBe("one\ntwo\nthree");
  expect(await edit("", "true")).toBe("");
});

it("shows the text to nobody else, and leaves no file", async () => {
  const ls = `cat "$1" > ${folder}/seen; ls -ld "$1" > "$1.modes"; ls -ld "$(dirname "$1")" >> "$1.modes"; echo "$1" >> "$1.modes"; mv "$1.modes" "$1"`;
  const [file, parent, path = ""] = (await edit("secret", ls)).split("\n");
  expect(await readFile(join(folder, "seen"), "utf8")).toBe("secret\n");
  expect(file).toMatch(/^-rw-------/);
  expect(parent).toMatch(/^drwx------/);
  expect(path).toMatch(/message\.txt$/);
  expect(existsSync(dirname(path))).toBe(false);
});

it.each([
  ["exit 3", "ended with exit code 3: the text stays as it was."],
  ["kill -KILL $$", "ended with SIGKILL: "],
  ["/no/such/editor 2>/dev/null", "was not found: "],
])("says why %s failed", async (commands, problem) => {
  await expect(edit("a draft", commands)).rejects.toThrow(problem);
});

it("takes VISUAL before EDITOR, then what the system has", async () => {
  await writeFile(join(folder, "vi"), "#!/bin/sh\necho vi >> $1\n");
  await chmod(join(folder, "vi"), 0o755);
  const [path, EDITOR] = [folder, "echo edited >"];
  expect(await editOutside("", { PATH: path, EDITOR, VISUAL: "echo seen >" })).toBe("seen");
  expect(await editOutside("", { PATH: path, EDITOR, VISUAL: "" })).toBe("edited");
  expect(await editOutside("", { PATH: path })).toBe("vi");
  const none = editOutside("", { PATH: join(folder, "nowhere") });
  await expect(none).rejects.toThrow("There is no editor. Set EDITOR to one, such as EDITOR=nano.");
});

it("keeps a text that no message can hold, and says where", async () => {
  const problem = await edit("", `head -c 70000 /dev/zero | tr '\\0' x > "$1"`).catch(({ message }: Error) => message);
  const [, path = ""] = /The text has 70000 bytes, .* It is in (.*)$/.exec(problem) ?? [];
  expect((await stat(path)).size).toBe(70_000);
  await rm(dirname(path), { recursive: true });
});
