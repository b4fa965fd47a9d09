import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "./settings.ts";
import { readSettings, updateSettings } from "./settings-file.ts";

let configHome: string;
let environment: NodeJS.ProcessEnv;

beforeEach(async () => {
  configHome = await mkdtemp(join(tmpdir(), "chat-settings-"));
  environment = { XDG_CONFIG_HOME: configHome };
});

afterEach(async () => {
  await rm(configHome, { recursive: true, force: true });
});

async function writeFileByHand(content: string): Promise<void> {
  await mkdir(join(configHome, "class-chat"), { recursive: true });
  await writeFile(join(configHome, "class-chat", "settings.json"), content);
}

describe("the settings file", () => {
  it("remembers what was written last, as JSON", async () => {
    expect(await updateSettings({ host: "a.example", port: 1, name: "Ada" }, environment)).toBe(true);
    expect(await updateSettings({ host: "b.example", port: 5000, name: "Bob" }, environment)).toBe(true);
    expect(await readSettings(environment)).toEqual({
      ...DEFAULT_SETTINGS,
      host: "b.example",
      port: 5000,
      name: "Bob",
    });
    const content = await readFile(join(configHome, "class-chat", "settings.json"), "utf8");
    expect(JSON.parse(content)).toEqual({ host: "b.example", port: 5000, name: "Bob" });
    expect(await readdir(join(configHome, "class-chat"))).toEqual(["settings.json"]);
  });

  it("changes nothing but what was said, also when two change something at once", async () => {
    const target = { host: "a.example", port: 1, name: "Ada" };
    await Promise.all([updateSettings(target, environment), updateSettings({ mouse: false }, environment)]);
    await updateSettings({ bell: false }, environment);
    expect(await readSettings(environment)).toEqual({ ...DEFAULT_SETTINGS, ...target, mouse: false, bell: false });
  });

  it("remembers nothing when there is none", async () => {
    expect(await readSettings(environment)).toEqual(DEFAULT_SETTINGS);
  });

  it.each(["", "{", "null", "[]", '"Ada"', "\u0000"])("remembers nothing when it holds %j", async (content) => {
    await writeFileByHand(content);
    expect(await readSettings(environment)).toEqual(DEFAULT_SETTINGS);
  });

  it("takes what is right and leaves the rest", async () => {
    await writeFileByHand('{"host": "a.example", "port": "5000", "name": "SERVER", "theme": "dark"}');
    expect(await readSettings(environment)).toEqual({ ...DEFAULT_SETTINGS, host: "a.example" });
  });

  it("can't be written where a file is in the way, and that is all that happens", async () => {
    await writeFile(join(configHome, "class-chat"), "");
    expect(await updateSettings({ name: "Ada" }, environment)).toBe(false);
    expect(await readSettings(environment)).toEqual(DEFAULT_SETTINGS);
  });

  it("stays a link when it is one", async () => {
    const target = join(configHome, "elsewhere.json");
    await writeFile(target, "{}");
    await mkdir(join(configHome, "class-chat"));
    const link = join(configHome, "class-chat", "settings.json");
    await symlink(target, link);
    expect(await updateSettings({ name: "Ada" }, environment)).toBe(true);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(JSON.parse(await readFile(target, "utf8"))).toEqual({ name: "Ada" });
  });
});
