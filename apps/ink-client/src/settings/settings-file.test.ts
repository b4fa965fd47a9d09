import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hostileTexts } from "../../test/corpora/hostile-texts.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";
import { readSettings, updateSettings } from "./settings-file.ts";

let configHome: string;
let environment: NodeJS.ProcessEnv;
let path: string;

beforeEach(async () => {
  configHome = await mkdtemp(join(tmpdir(), "chat-settings-"));
  environment = { XDG_CONFIG_HOME: configHome };
  path = join(configHome, "class-chat", "settings.json");
});

afterEach(async () => {
  await rm(configHome, { recursive: true, force: true });
});

async function writeFileByHand(content: string): Promise<void> {
  await mkdir(join(configHome, "class-chat"), { recursive: true });
  await writeFile(path, content);
}

describe("the settings file", () => {
  it("remembers what was written last, as JSON", async () => {
    expect(await updateSettings({ host: "a.example", port: 1, name: "Ada" }, environment)).toBeNull();
    expect(await updateSettings({ host: "b.example", port: 5000, name: "Bob" }, environment)).toBeNull();
    expect((await readSettings(environment)).settings).toEqual({
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
    expect((await readSettings(environment)).settings).toEqual({
      ...DEFAULT_SETTINGS,
      ...target,
      mouse: false,
      bell: false,
    });
  });

  it("remembers nothing when there is none", async () => {
    expect((await readSettings(environment)).settings).toEqual(DEFAULT_SETTINGS);
  });

  it.each(["", "{", "null", "[]", '"Ada"', "\u0000"])(
    "is named and never overwritten when it holds %j",
    async (content) => {
      await writeFileByHand(content);
      const { settings, problems } = await readSettings(environment);
      expect(settings).toEqual(DEFAULT_SETTINGS);
      expect(problems).toEqual([expect.stringContaining(`${path} can't be read: `)]);
      expect(await updateSettings({ name: "Ada" }, environment)).toContain(path);
      expect(await readFile(path, "utf8")).toBe(content);
    },
  );

  it("says what is wrong in it and what is allowed, and takes the rest", async () => {
    const wrong = { port: "5000", theme: "drak", "keys.serach": ["C-s"], "keys.search": ["Strg-S"], bel: false };
    await writeFileByHand(JSON.stringify({ $schema: "settings.schema.json", host: "a.example", ...wrong }));
    const { settings, problems } = await readSettings(environment);
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, host: "a.example" });
    expect(problems).toEqual([
      `${path}: there is no setting "keys.serach". Did you mean "keys.search"?`,
      `${path}: there is no setting "bel". Did you mean "bell"?`,
      `${path}: "port" can't be "5000". Allowed: a whole number from 1 to 65535. It has its default now: not set.`,
      `${path}: "theme" can't be "drak". Allowed: auto, dark, light, high-contrast or none. It has its default now: auto.`,
      expect.stringContaining(`"keys.search" can't be ["Strg-S"]. Allowed: keys such as C-s,`),
    ]);
  });

  it("keeps what the client does not know or understand, and leaves out what is as it is by default", async () => {
    await writeFileByHand('\ufeff{"my": {"own": 1}, "theme": "drak", "bell": false}');
    await updateSettings({ bell: true, mouse: false }, environment);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({ my: { own: 1 }, theme: "drak", mouse: false });
  });

  it("keeps every text whatever it is, and says of a name that it is unknown", async () => {
    const own = Object.fromEntries(hostileTexts.map(({ text }, index) => [`${text}${index}`, text]));
    const highlight = hostileTexts.map(({ text }) => text).filter((text) => /\S/.test(text) && text.length <= 100);
    await writeFileByHand(JSON.stringify({ ...own, highlight: highlight.slice(0, 200) }));
    const { settings, problems } = await readSettings(environment);
    expect(settings.highlight).toEqual(highlight.slice(0, 200));
    expect(problems).toHaveLength(hostileTexts.length);
    await updateSettings({ bell: false }, environment);
    const content = JSON.parse(await readFile(path, "utf8"));
    expect(content).toEqual({ ...own, highlight: settings.highlight, bell: false });
  });

  it("can't be written where a file is in the way, and says so", async () => {
    await writeFile(join(configHome, "class-chat"), "");
    expect(await updateSettings({ name: "Ada" }, environment)).toContain(`${path} can't be changed`);
    expect((await readSettings(environment)).problems).toEqual([]);
  });

  it("stays a link when it is one", async () => {
    const target = join(configHome, "elsewhere.json");
    await writeFile(target, "{}");
    await mkdir(join(configHome, "class-chat"));
    const link = join(configHome, "class-chat", "settings.json");
    await symlink(target, link);
    expect(await updateSettings({ name: "Ada" }, environment)).toBeNull();
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(JSON.parse(await readFile(target, "utf8"))).toEqual({ name: "Ada" });
  });
});
