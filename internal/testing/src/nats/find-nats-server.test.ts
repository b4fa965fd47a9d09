import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { canTestWithNats, findNatsServer } from "./find-nats-server.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-path-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

describe("findNatsServer", () => {
  it("gives the first that can be run", async () => {
    const file = join(folder, "nats-server");
    await writeFile(file, "");
    expect(findNatsServer(["/nowhere", folder])).toBeNull();
    await chmod(file, 0o755);
    expect(findNatsServer(["/nowhere", folder])).toBe(file);
  });
});

describe("canTestWithNats", () => {
  it("says yes, and nothing else, where there is one", async () => {
    const warn = vi.spyOn(console, "warn");
    await writeFile(join(folder, "nats-server"), "", { mode: 0o755 });
    expect(canTestWithNats("Chat over NATS", [folder])).toBe(true);
    expect(warn).not.toHaveBeenCalled();
  });

  it("says what is left out where there is none", () => {
    vi.stubEnv("CHAT_REQUIRE_TOOLCHAINS", "");
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    expect(canTestWithNats("Chat over NATS", [folder])).toBe(false);
    expect(warn).toHaveBeenCalledExactlyOnceWith("Chat over NATS is not tested: nats-server is not installed.");
  });

  it("fails where there is none and nothing may be left out", () => {
    vi.stubEnv("CHAT_REQUIRE_TOOLCHAINS", "1");
    expect(() => canTestWithNats("Chat over NATS", [folder])).toThrow("Chat over NATS is not tested");
  });
});
