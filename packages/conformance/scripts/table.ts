// `pnpm conformance:table`: judges every wrong program by the kit, and writes which check finds which rule broken. `--check` compares with
// the page that is there.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type BrokenPeer, bases, catalogue, findToolchainProblem } from "@chat/broken-peers";
import { createChatServer } from "@chat/server";
import { Slots } from "../src/checks/slots.ts";
import { endBySignal } from "../src/end-by-signal.ts";
import { findChecks } from "../src/find-modules.ts";
import { findProblems, findUnproven } from "./table/find-problems.ts";
import { type JudgedProgram, judgePeer, judgeServer, summarize } from "./table/judged-program.ts";
import { readRows, withoutFollowing, writePage, writeRow } from "./table/write-page.ts";

const PAGE = fileURLToPath(new URL("../../../docs/reports/conformance/wrong-programs.md", import.meta.url));
/** Clients that run at the same time, whichever are judged: each takes processor time to start. */
const MAX_CLIENTS = 40;
/** Rounds in which programs whose rows are not the expected ones are judged again, few at a time: a busy machine leaves rules open. */
const [MAX_AGAIN, AGAIN_AT_ONCE] = [2, 3];

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    /** Programs that are judged at the same time: most of the time each waits, a client longer than a server. */
    servers: { type: "string", default: "12" },
    clients: { type: "string", default: "24" },
  },
});

const OUR_SERVER: BrokenPeer = {
  name: "@chat/server",
  role: "server",
  language: "javascript",
  fault: "None.",
  rules: [],
  mistake: "",
  remedy: "",
};

const pageBefore = readPage();
const workFolder = mkdtempSync(join(tmpdir(), "wrong-programs-"));
process.once("exit", () => rmSync(workFolder, { recursive: true }));
endBySignal();
const isChosen = ({ name, role }: BrokenPeer) => new RegExp(values.only).test(`${role} ${name}`);
const isRight = (peer: BrokenPeer) => peer === OUR_SERVER || bases.includes(peer);
const all = [OUR_SERVER, ...bases, ...catalogue.filter(({ options }) => options === undefined)];
const programs = all.filter(isChosen);
for (const language of new Set(programs.map((peer) => peer.language))) {
  const problem = findToolchainProblem(language);
  if (problem !== null) throw new Error(`Programs in ${language} can't be judged: ${problem}.`);
}
const startedAt = performance.now();
const seconds = () => Math.round((performance.now() - startedAt) / 1_000);
const clientChecks = new Slots(MAX_CLIENTS);
const [servers, clients] = [new Slots(Number(values.servers)), new Slots(Number(values.clients))];
const slotsOf = ({ role }: BrokenPeer) => (role === "server" ? servers : clients);
const judged = await Promise.all(programs.map((peer) => slotsOf(peer).use(() => judgeOne(peer))));
const few = new Slots(AGAIN_AT_ONCE);
for (let times = 0; times < MAX_AGAIN; times += 1)
  await Promise.all(
    judged.map(async (program, index) => {
      if (isUnexpected(program)) judged[index] = await few.use(() => judgeOne(program.peer));
    }),
  );

// Programs that were not chosen keep their rows.
const rows = readRows(pageBefore);
const known = all.map((peer): JudgedProgram => {
  const before = { peer, isRight: isRight(peer), broken: rows.get(peer.name) ?? new Map(), open: [] };
  return judged.find((program) => program.peer === peer) ?? before;
});
const page = writePage(known);
const problems = known.flatMap(findProblems);
for (const role of ["server", "client"] as const) {
  const ofRole = known.filter(({ peer }) => peer.role === role);
  problems.push(...findUnproven(ofRole, await findChecks<never>(role)));
}
if (values.check && withoutFollowing(page) !== withoutFollowing(pageBefore))
  problems.push(`The page is not what was found now: run pnpm conformance:table.`);
if (!values.check) {
  mkdirSync(dirname(PAGE), { recursive: true });
  writeFileSync(PAGE, page);
}
for (const problem of problems) console.log(problem);
console.log(`${judged.length} programs after ${seconds()} s: ${problems.length} problems.`);
process.exit(problems.length > 0 ? 1 : 0);

async function judgeOne(peer: BrokenPeer): Promise<JudgedProgram> {
  const program = await (peer === OUR_SERVER
    ? judgeOurServer()
    : judgePeer(peer, { isRight: isRight(peer), workFolder, clientChecks }));
  console.log(`${seconds()} s ${writeRow(program)} ${isUnexpected(program) ? `✗ ${program.open.join("; ")}` : ""}`);
  return program;
}

async function judgeOurServer(): Promise<JudgedProgram> {
  await using server = await createChatServer({ host: "127.0.0.1", port: 0 });
  const { port } = await server.listen();
  return summarize(OUR_SERVER, true, await judgeServer(port));
}

function isUnexpected(program: JudgedProgram): boolean {
  return (
    findProblems(program).length > 0 ||
    (values.check && !withoutFollowing(pageBefore).includes(withoutFollowing(writeRow(program))))
  );
}

function readPage(): string {
  try {
    return readFileSync(PAGE, "utf8");
  } catch {
    return "";
  }
}
