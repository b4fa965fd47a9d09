// `pnpm conformance:table`: judges every wrong program by the kit, and writes which check finds which rule broken. `--check` compares with
// the page that is there.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type BrokenPeer, bases, catalogue, findToolchainProblem } from "@chat/broken-peers";
import { createChatServer } from "@chat/server";
import { endBySignal } from "../src/end-by-signal.ts";
import { findChecks } from "../src/find-modules.ts";
import { findProblems, findUnproven } from "./table/find-problems.ts";
import { type JudgedProgram, judgePeer, judgeServer, summarize } from "./table/judged-program.ts";
import { readRows, withoutFollowing, writePage, writeRow } from "./table/write-page.ts";

const PAGE = fileURLToPath(new URL("../../../docs/reports/conformance/wrong-programs.md", import.meta.url));
/** Programs that are judged at the same time: most of the time each waits. */
const PARALLEL = 8;
/** Number of times that a program is judged again, alone, whose row is not the expected one: a busy machine leaves rules open. */
const MAX_AGAIN = 2;

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    parallel: { type: "string", default: `${PARALLEL}` },
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
const judged = await judgeAll(programs);
for (const [index, program] of judged.entries()) {
  let again = program;
  for (let times = 0; times < MAX_AGAIN && isUnexpected(again); times += 1) again = await judgeOne(program.peer);
  judged[index] = again;
}

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
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
console.log(`${judged.length} programs after ${seconds} s: ${problems.length} problems.`);
process.exit(problems.length > 0 ? 1 : 0);

async function judgeAll(peers: readonly BrokenPeer[]): Promise<JudgedProgram[]> {
  const results: JudgedProgram[] = [];
  const queue = peers.entries();
  const work = async () => {
    for (const [index, peer] of queue) results[index] = await judgeOne(peer);
  };
  await Promise.all(Array.from({ length: Number(values.parallel) }, work));
  return results;
}

async function judgeOne(peer: BrokenPeer): Promise<JudgedProgram> {
  const program = await (peer === OUR_SERVER ? judgeOurServer() : judgePeer(peer, isRight(peer), workFolder));
  console.log(`${writeRow(program)} ${isUnexpected(program) ? `✗ ${program.open.join("; ")}` : ""}`);
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
