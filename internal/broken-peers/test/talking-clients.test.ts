import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { prepare } from "../src/broken-peer.ts";
import { findPeer } from "../src/catalogue.ts";
import { brokenClients } from "../src/clients.ts";
import { type Command, findToolchainProblem, languages } from "../src/language.ts";
import { type Scene, scenes } from "./client-scenes.ts";
import { ClientStage } from "./client-stage.ts";

/** Nothing but a fault reaches the patience. */
const RIGHT = { patienceMs: 60_000, quietMs: 1_500 };
/** A wrong client may do nothing at all, or what a right one does not. */
const WRONG = { patienceMs: 4_000, quietMs: 60_000 };

const problem = findToolchainProblem("python");
if (problem !== null && process.env.CHAT_REQUIRE_TOOLCHAINS === "1") throw new Error(problem);

const baseOf = (language: "python" | "javascript", file: string): Command =>
  languages[language].prepare(join(import.meta.dirname, "../clients", file));
const bases = [
  { base: "the base in Python", command: baseOf("python", "chat_client.py"), skipped: problem !== null },
  { base: "the base in JavaScript", command: baseOf("javascript", "chat-client.js"), skipped: false },
];

async function play(scene: Scene, command: Command, patience: typeof RIGHT): Promise<unknown> {
  await using stage = await ClientStage.start(command, patience, scene.timeScale);
  return await scene.play(stage);
}

describe.each(bases)("$base", { concurrent: true }, ({ command, skipped }) => {
  for (const scene of scenes)
    it.skipIf(skipped)(scene.what, async ({ expect }) => {
      expect(await play(scene, command, RIGHT)).toEqual(scene.right);
    });
});

describe("a wrong client", { concurrent: true }, () => {
  for (const scene of scenes)
    for (const number of scene.wrong) {
      const client = findPeer(`client-${number}`);
      it.skipIf(client.language === "python" && problem !== null)(
        `${client.name}: ${client.fault}`,
        async ({ expect }) => {
          const seen = await play(scene, prepare(client), WRONG).catch((error: Error) => error.message);
          if (process.env.SHOW_FAULTS) console.log(`FAULT ${client.name}: ${JSON.stringify(seen)}`);
          expect(seen).not.toEqual(scene.right);
        },
      );
    }
});

it("plays a scene for each client that takes input", () => {
  const played = scenes.flatMap(({ wrong }) => wrong.map((number) => `client-${number}`));
  const talking = brokenClients.filter(({ takesInput }) => takesInput === true).map(({ name }) => name);
  expect(played.toSorted()).toEqual(talking.toSorted());
});
