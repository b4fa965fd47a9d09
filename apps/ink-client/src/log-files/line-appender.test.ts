import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LineAppender } from "./line-appender.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-appender-"));
});
afterEach(() => rm(folder, { recursive: true }));

let reports: (string | null)[];
function createAppender(maxWaitingBytes?: number): LineAppender {
  reports = [];
  const listener = {
    report: (problem: string | null) => void reports.push(problem),
    writeHead: (end: string) => (end.endsWith("\n") || end === "" ? "" : "\n"),
    writeGap: (count: number) => `${count} are missing\n`,
  };
  return new LineAppender(listener, maxWaitingBytes);
}

describe("lines", () => {
  it("are appended in order, whatever comes while others are written, to files of their owner", async () => {
    const [one, other] = [join(folder, "new", "one.log"), join(folder, "new", "other.log")];
    const appender = createAppender();
    const lines = Array.from({ length: 5_000 }, (_, index) => `line ${index}\n`);
    for (const [index, line] of lines.entries()) {
      appender.append(one, line);
      appender.append(other, line);
      if (index % 500 === 0) void appender.flush();
      if (index % 700 === 0) await appender.flush();
    }
    expect(await appender.close()).toBeNull();
    expect(await readFile(one, "utf8")).toBe(lines.join(""));
    expect(await readFile(other, "utf8")).toBe(lines.join(""));
    expect((await stat(one)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "new"))).mode & 0o777).toBe(0o700);
    expect(reports).toEqual([]);
  });

  it("go behind what was there, once with a head that depends on it", async () => {
    const path = join(folder, "a.log");
    await writeFile(path, "before, cut o");
    const appender = createAppender();
    appender.append(path, "1\n");
    await appender.flush();
    appender.append(path, "2\n");
    await appender.close();
    expect(await readFile(path, "utf8")).toBe("before, cut o\n1\n2\n");
  });
});

describe("a disk that takes nothing", () => {
  it("is reported once, and the lines wait until it works again", async () => {
    const [path, good] = [join(folder, "full", "a.log"), join(folder, "good.log")];
    await writeFile(join(folder, "full"), "");
    const appender = createAppender();
    for (const line of ["1\n", "2\n"]) {
      appender.append(path, line);
      appender.append(good, line);
      await appender.flush();
    }
    expect(reports).toEqual([expect.stringMatching(/EEXIST|ENOTDIR/)]);
    expect(await readFile(good, "utf8")).toBe("1\n2\n");
    await rm(join(folder, "full"));
    await appender.flush();
    expect(reports).toEqual([expect.anything(), null]);
    expect(await readFile(path, "utf8")).toBe("1\n2\n");
    expect(await appender.close()).toBeNull();
  });

  it("is waited for within a bound, and lines past it are counted in their place", async () => {
    const path = join(folder, "full", "a.log");
    await writeFile(join(folder, "full"), "");
    const appender = createAppender(4);
    for (const line of ["1\n", "2\n", "3\n", "4\n"]) appender.append(path, line);
    await appender.flush();
    await rm(join(folder, "full"));
    await appender.flush();
    await appender.flush();
    appender.append(path, "5\n");
    expect(await appender.close()).toBeNull();
    expect(await readFile(path, "utf8")).toBe("1\n2\n2 are missing\n5\n");
  });

  it("is the reason in the end when lines are lost", async () => {
    const appender = createAppender();
    appender.append(join("/dev/null", "a.log"), "1\n");
    expect(await appender.close()).toMatch(/ENOTDIR|EEXIST/);
  });
});
