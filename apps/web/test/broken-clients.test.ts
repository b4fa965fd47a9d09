import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type BrokenPeer, catalogue, findToolchainProblem, prepare } from "@chat/broken-peers";
import { createChatServer } from "@chat/server";
import { LeaveWindowSchema } from "@chat/server-app/admin-api";
import { beforeAll, expect, it } from "vitest";
import { openAdminServer } from "../../server/src/admin/admin-server.ts";

const TOKEN = "a-token-that-nobody-guesses";

const MAX_RUN_MS = 60_000;

/**
 * The words of the page about each client that is gone: who was wrong, and how. Its file and its name say nothing about its fault. Those
 * that take input are right until somebody provokes them; client-01 keeps the contract, and client-02 is wrong in what it reads alone.
 */
const WORDS: { readonly [client: string]: RegExp } = {
  "client-03": /8 rejected: text outside a message\. That is how JavaScript shows an object/,
  "client-04": /3 refused: an unknown command\. "to" takes the receiver alone/,
  "client-05": /6 rejected: a string with a wrong character or escape/,
  "client-06": /^slowed down for \d+ s$/,
  "client-07": /8 rejected: broken JSON\. .*quotes/,
  "client-08": /8 refused: a message in the name of somebody else/,
  "client-09": /4 refused: a message to somebody who is not online\. A command begins with "\/"\./,
  "client-10": /8 rejected: no string as value of "msg": an object/,
  "client-11": /8 rejected: text outside a message\. A length in front is no part of this protocol/,
  "client-12": /16 rejected: text outside a message\. That is how Python shows bytes/,
  "client-13": /8 rejected: text outside a message\. A length in front is no part of this protocol/,
  "client-14": /5 rejected: text outside a message/,
  "client-15": /3 refused: a message to somebody who is not online\. "to" takes one user/,
  "client-16": /^Username already in use!/,
  "client-17": /rejected: text outside a message.* That is JSON encoded twice/,
  "client-18": /1 rejected: bytes that are not UTF-8\. That is Latin-1/,
  "client-19": /8 rejected: unknown key "message"\. The keys are from, name, ip, to and msg/,
  "client-20": /8 rejected: text outside a message\. A zero byte ends a string in C/,
  "client-21": /^ended its side right after its name$/,
  "client-22": /8 refused: a message in the name of somebody else/,
  "client-23": /^1 rejected: text outside a message, 8 refused: .* Your name ended after 50 ms of silence/,
  "client-24": /^did not read what came for it/,
  "client-25": /8 rejected: no string as value of "msg": a number\. Each value is a string/,
  "client-26": /^its last message had no end after \d+ bytes$/,
  "client-27": /8 rejected: missing key "ip"/,
  "client-28": /8 rejected: text outside a message\. That is base64/,
  "client-29": /16 rejected: text outside a message\. A message is one object and no list/,
  "client-30": /8 rejected: broken JSON\. That is how Python shows|8 rejected: broken JSON\. .*Python/,
  "client-31": /8 rejected: unknown key "From"\. The keys are/,
  "client-32": /8 rejected: text outside a message\. EF BB BF is a byte order mark/,
  "client-33": /8 rejected: broken JSON.*UTF-16/,
  "client-34": /^The name has the character ","/,
  "client-35": /^its first message was rejected at byte 0: unknown key "name"\. Send your name as plain text/,
  "client-36": /^This looks like HTTP/,
  "client-37": /^Username already in use!/,
  "client-38": /6 rejected: unknown key "time"/,
  "client-39": /8 rejected: broken JSON\. There is a comma before "}"/,
  "client-80": /8 rejected: text outside a message\. There is text in front of a message/,
  "client-88": /8 rejected: key twice: "msg"/,
  "client-89": /8 rejected: no string as value of "from.ip": null\. Each value is a string/,
  "client-90": /^The name is not valid UTF-8/,
  "client-91": /1 rejected: bytes that are not UTF-8/,
};

/** The names of clients that tell none, or another one. */
const SEEN_AS: { readonly [client: string]: string } = {
  "client-23": "P",
  "client-35": "",
  "client-36": "",
  "client-90": "",
};

const clients = catalogue.filter(({ name, language }) => name in WORDS && findToolchainProblem(language) === null);

/** All that the page says about the faults of those who are gone, by their names; "" for those without one. */
const said = new Map<string, string[]>();

beforeAll(async () => {
  const ignore = (): void => undefined;
  const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const limits = { outboxStallTimeoutMs: 1_000 };
  const server = await createChatServer({ host: "127.0.0.1", port: 0, logger, limits });
  const { port } = await server.listen();
  const admin = await openAdminServer({ server, isReady: () => true }, { host: "127.0.0.1", port: 0, token: TOKEN });
  const workFolder = await mkdtemp(join(tmpdir(), "broken-clients-"));
  const waiting = [...clients];
  const runNext = async (): Promise<void> => {
    for (let client = waiting.shift(); client; client = waiting.shift()) await run(client, port, workFolder);
  };
  await Promise.all(Array.from({ length: 4 * availableParallelism() }, runNext));
  const address = `http://127.0.0.1:${(admin.address() as AddressInfo).port}/api/v1/leaves?limit=250`;
  const response = await fetch(address, { headers: { Authorization: `Bearer ${TOKEN}` } });
  for (const { name, trouble } of LeaveWindowSchema.parse(await response.json()).rows) {
    if (trouble !== null) said.set(name ?? "", [...(said.get(name ?? "") ?? []), trouble]);
  }
  admin.close();
  await server.close({ graceMs: 0 });
  await rm(workFolder, { recursive: true });
}, 3 * MAX_RUN_MS);

it.each(clients)("says of $name, in $language: $fault", ({ name }) => {
  const seenAs = SEEN_AS[name];
  const texts = [...said].filter(([who]) => (seenAs === undefined ? who.includes(nameOf(name)) : who === seenAs));
  expect(texts.flatMap(([, troubles]) => troubles)).toContainEqual(expect.stringMatching(WORDS[name] as RegExp));
});

function nameOf(client: string): string {
  return `Person ${client.slice(-2)}`;
}

async function run(client: BrokenPeer, port: number, workFolder: string): Promise<void> {
  const [program, ...programArguments] = prepare(client, workFolder);
  const child = spawn(program, [...programArguments, "127.0.0.1", `${port}`, nameOf(client.name)], {
    stdio: "ignore",
    timeout: MAX_RUN_MS,
  });
  await once(child, "exit");
}
