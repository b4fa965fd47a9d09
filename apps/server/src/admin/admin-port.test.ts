import { mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { createChatNode } from "@chat/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ServerLog } from "../log-output.ts";
import type { Options } from "../options.ts";
import { openAdminPort } from "./admin-port.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-admin-"));
});

afterAll(() => rm(folder, { recursive: true }));

/** Opens it, and returns the line that it logs. */
async function open(options: Partial<Options>): Promise<string> {
  await using server = createChatNode({ host: "127.0.0.1", port: 0 });
  await server.listen();
  const lines: string[] = [];
  const logger = { info: (_fields: object, line: string) => lines.push(line) } as unknown as ServerLog;
  const given = {
    adminPort: 0,
    adminHost: "127.0.0.1",
    adminTokenFile: join(folder, "token"),
    quiet: true,
    ...options,
  };
  await openAdminPort({ server, isReady: () => true }, given as Options, logger);
  return lines.join("\n");
}

it.each([
  ["short", "has to be 20 to 1000 letters"],
  ["a token with spaces in it", "has to be 20 to 1000 letters"],
  ["x".repeat(9_000), "has to be 20 to 1000 letters"],
  ["", "has to be 20 to 1000 letters"],
])("takes no token file with %j", async (token, text) => {
  const adminTokenFile = join(folder, "given");
  await writeFile(adminTokenFile, token);
  await expect(open({ adminTokenFile })).rejects.toThrow(text);
});

it("keeps a token behind a link, and puts a new one in place of a link to nothing", async () => {
  const [kept, link, dangling] = ["kept", "link", "dangling"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(kept, "a-token-that-nobody-guesses\n");
  await symlink(kept, link);
  await symlink(join(folder, "nothing"), dangling);
  await open({ adminTokenFile: link });
  expect(await readFile(kept, "utf8")).toBe("a-token-that-nobody-guesses\n");
  await open({ adminTokenFile: dangling });
  expect((await stat(dangling)).mode & 0o777).toBe(0o600);
  await expect(stat(join(folder, "nothing"))).rejects.toThrow("ENOENT");
});

it("says what is wrong with a file, a host or a port", async () => {
  await expect(open({ adminTokenFile: folder })).rejects.toThrow("EISDIR");
  await expect(open({ adminTokenFile: join(folder, "no", "token") })).rejects.toThrow("ENOENT");
  await expect(open({ adminHost: "no host" })).rejects.toThrow("Choose another --admin-port, --admin-host");
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  await expect(open({ adminPort: (other.address() as AddressInfo).port })).rejects.toThrow("EADDRINUSE");
  other.close();
});

const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));

it.runIf(hasIPv6)("logs a URL that one can ask for an IPv6 address", async () => {
  const line = await open({ adminHost: "::1" });
  const [, url = ""] = /(http:\S+) \(the token/.exec(line) ?? [];
  expect(await (await fetch(`${url}healthz`)).text()).toBe("ok\n");
});
