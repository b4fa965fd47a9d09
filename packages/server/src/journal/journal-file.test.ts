import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { JournalFile } from "./journal-file.ts";
import { openJournalFolder } from "./journal-folder.ts";

let path: string;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "journal-file-"));
});

afterEach(() => rmSync(path, { recursive: true }));

function openFolder() {
  const folder = openJournalFolder(path, { maxFiles: 3, maxBytes: 1_000 });
  const reports: string[] = [];
  const services = {
    folder,
    waitingBytes: 0,
    failed: ({ message }: Error) => void reports.push(message),
    removedOlder: () => void reports.push("removed"),
  };
  return {
    reports,
    services,
    ledger: folder.ledger,
    create: () => new JournalFile(folder.ledger.takeNumber(), services),
  };
}

describe("the files of journals", () => {
  it("are at most so many: the oldest are removed, also while they are written", async () => {
    const { create, reports } = openFolder();
    const files = Array.from({ length: 5 }, create);
    for (const file of files) file.append("line\n");
    await Promise.all(files.map((file) => file.end()));
    expect(readdirSync(path).toSorted()).toEqual([3, 4, 5].map((number) => `connection-${number}.ndjson`));
    expect(reports).toContain("removed");
    expect(files[0]?.append("more\n")).toBe(false);
  });

  it("have at most so many bytes together", async () => {
    const { create } = openFolder();
    const files = [create(), create()];
    for (const file of files) {
      file.append("x".repeat(600));
      await file.end();
    }
    expect(readdirSync(path)).toEqual(["connection-2.ndjson"]);
  });

  it("have all lines, in their order, and nothing waits any more", async () => {
    const { create, services } = openFolder();
    const file = create();
    for (let line = 0; line < 50; line++) {
      expect(file.append(`${line}\n`)).toBe(true);
      if (line % 10 === 0) await new Promise(setImmediate);
    }
    await file.end();
    const lines = readFileSync(file.path, "utf8").trimEnd().split("\n");
    expect(lines).toEqual(Array.from({ length: 50 }, (_, line) => `${line}`));
    expect(services.waitingBytes).toBe(0);
  });

  it("report a disk that takes nothing, and never throw", async () => {
    const { create, reports, services } = openFolder();
    rmSync(path, { recursive: true });
    const file = create();
    file.append("line\n");
    await file.end();
    expect(reports).toEqual([expect.stringMatching(/^ENOENT/)]);
    expect(services.waitingBytes).toBe(0);
    mkdirSync(path);
  });

  it("report a disk that is too slow, instead of filling the memory", () => {
    const { create, reports, services } = openFolder();
    services.waitingBytes = 16 * 1024 * 1024;
    expect(create().append("line\n")).toBe(false);
    expect(reports).toEqual(["the disk is too slow"]);
  });
});

describe.skipIf(process.platform === "win32")("the folder of journals", () => {
  it("is closed to others, and goes on with the journals that it has", () => {
    writeFileSync(join(path, "connection-7.ndjson"), "x");
    chmodSync(path, 0o755);
    const { ledger } = openJournalFolder(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(ledger.takeNumber()).toBe(8);
  });

  it("is not a folder of other files that others may read", () => {
    writeFileSync(join(path, "essay.txt"), "x");
    chmodSync(path, 0o755);
    expect(() => openJournalFolder(path)).toThrow(/journals need a folder of their own/);
    expect(statSync(path).mode & 0o777).toBe(0o755);
  });
});
