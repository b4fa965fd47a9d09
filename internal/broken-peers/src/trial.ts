import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { prepare } from "./broken-peer.ts";
import { brokenClients } from "./clients.ts";
import { findToolchainProblem } from "./language.ts";

// Lets broken clients join a running server in random order, under the names of people. The answer sheet says who was which:
// whoever has the server's log alone finds out what is wrong with each, and then compares.

const PEOPLE =
  "Aisha Bruno Chiara Dario Elena Farid Giulia Hugo Ines Jonas Karin Luca Marta Nico Olga Paolo Quentin Rosa Samir Teresa Ugo Vera Wanda Xenia Yann Zoe Alma Boris Carla David Emma Fabio Greta Hanna Ivan Julia Kofi Lena Milo Nora".split(
    " ",
  );

/** Longest pause before the next client joins, in milliseconds. */
const MAX_PAUSE_MS = 1_500;

const { values } = parseArgs({
  options: {
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "65432" },
    count: { type: "string", default: "20" },
    answers: { type: "string" },
  },
});
if (values.answers === undefined) throw new Error("--answers FILE is missing: the answer sheet is written there.");

const workFolder = mkdtempSync(join(tmpdir(), "broken-clients-"));
const people = shuffle(PEOPLE);
// The fault of a client that takes input shows to a server that provokes it alone.
const runnable = brokenClients.filter(
  ({ language, takesInput }) => takesInput !== true && findToolchainProblem(language) === null,
);
const cast = shuffle(runnable)
  .slice(0, Number(values.count))
  .map((client, index) => ({
    client,
    person: people[index] ?? `User${index}`,
    command: prepare(client, workFolder),
  }));

const ends = [];
for (const { person, command } of cast) {
  const [program, ...programArguments] = command;
  const child = spawn(program, [...programArguments, values.host, values.port, person], { stdio: "ignore" });
  ends.push(once(child, "exit"));
  await pause(Math.random() * MAX_PAUSE_MS);
}
await Promise.all(ends);
rmSync(workFolder, { recursive: true });

const rows = cast.map(
  ({ person, client: { name, language, fault, rules, mistake, remedy } }) =>
    `${person}: ${name}, ${language} [${rules.join(", ")}]\n  seen:    ${fault}\n  mistake: ${mistake}\n  remedy:  ${remedy}\n`,
);
writeFileSync(values.answers, rows.join("\n"));
console.log(`${cast.length} clients have ended. The answers are in ${values.answers}.`);

function shuffle<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, position: Math.random() }))
    .toSorted((one, other) => one.position - other.position)
    .map(({ item }) => item);
}
