// `pnpm check:nodes`: the packed packages work on every Node.js that they promise, and refuse older ones in one sentence. Names
// of versions limit it to these: `pnpm check:nodes 24`.
import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { BackgroundProcess } from "./background-process.mjs";
import { createProject } from "./empty-project.mjs";
import { commandFile, commands, createChatProject, proveChat, withChatServer } from "./packed-chat.mjs";
import { install } from "./prepare.mjs";
import { readmeProgram } from "./readme-programs.mjs";
import { runCaptured } from "./run.mjs";
import { withTemporaryDirectory } from "./temporary-directory.mjs";
import { buildPackages, output } from "./workspace.mjs";

const supported = ["22.18.0", "24", "26"];
const tooOld = ["18", "20"];
const libraries = ["@chat/protocol", "@chat/server", "@chat/client-sdk"];

await install();
await buildPackages();
const chosen = process.argv.slice(2);
await withTemporaryDirectory(async (directory) => {
  const { project, packages } = await createChatProject(directory);
  const versions = [...supported, ...tooOld].filter((version) => chosen.length === 0 || chosen.includes(version));
  await Promise.all(versions.map((version) => report(version, join(directory, `node-${version}`), project, packages)));
});

/** Prints what has been proved with a version, or why it failed. They mostly wait, so all are tried at the same time. */
async function report(version, directory, project, packages) {
  try {
    const node = await installNode(version, directory);
    const proofs = tooOld.includes(version)
      ? await proveRefusal(node, project)
      : await proveWork(node, project, packages, join(directory, "nats"));
    console.log(`✓ Node.js ${version}: ${proofs.join(", ")}`);
  } catch (error) {
    console.log(`✗ Node.js ${version}\n${error.message}`);
    process.exitCode = 1;
  }
}

/** Installs a Node.js by npm, and returns its file. */
async function installNode(version, directory) {
  await createProject(directory, [`node@${version}`]);
  return join(directory, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
}

async function proveWork(node, project, packages, store) {
  const { stdout } = await runCaptured(node, ["--version"]);
  const proofs = [stdout.trim()];
  await withChatServer(node, project, ["--threads", "2"], async (port) => {
    await proveChat([node], project, port);
    for (const library of packages.filter(({ name }) => libraries.includes(name))) {
      await proveReadme(node, project, library, port);
    }
  });
  proofs.push("programs of the READMEs", "a chat over two threads");
  proofs.push(await proveNats(node, project, store));
  const stress = ["stress", "--bots", "20", "--duration", "2s"];
  await output(node, [commandFile(project, "chat-load"), ...stress], { cwd: project });
  proofs.push("chat-load stress");
  return proofs;
}

async function proveReadme(node, project, library, port) {
  const { program, expected } = readmeProgram(library);
  // The default port may not be free here.
  const programHere = program.replace('{ name: "Ada" }', `{ name: "Ada", port: ${port} }`);
  const printed = await output(node, ["--input-type=module", "--eval", programHere], { cwd: project });
  if (printed !== expected) throw new Error(`${library.name}: the program of the README printed\n${printed}`);
}

/** NATS is no package of npm: without it the proof is skipped, unless all toolchains are required. */
async function proveNats(node, project, store) {
  // Debian keeps servers where an ordinary user's PATH does not reach.
  const path = [process.env.PATH, "/usr/local/sbin", "/usr/sbin"].join(delimiter);
  await mkdir(store, { recursive: true });
  const broker = new BackgroundProcess("nats-server", ["-a", "127.0.0.1", "-p", "-1", "-js", "-sd", store], {
    env: { ...process.env, PATH: path },
  });
  try {
    const [, port] = await broker.waitFor(
      /Listening for client connections on 127\.0\.0\.1:(\d+)[\s\S]*Server is ready/,
    );
    const flags = ["--nats", `nats://127.0.0.1:${port}`];
    await withChatServer(node, project, flags, (chatPort) => proveChat([node], project, chatPort));
    return "a chat over NATS";
  } catch (error) {
    if (error.code !== "ENOENT" || process.env.CHAT_REQUIRE_TOOLCHAINS === "1") throw error;
    return "NATS not tested: nats-server is not installed";
  } finally {
    await broker.stop();
  }
}

/** Each command prints one line and ends with exit code 2; each library but the contract throws the same sentence. */
async function proveRefusal(node, project) {
  const { stdout } = await runCaptured(node, ["--version"]);
  const sentence = `needs Node.js 22.18 or newer; this is ${stdout.trim()}`;
  for (const command of Object.keys(commands)) {
    const { code, output: printed } = await runCaptured(node, [commandFile(project, command)], { cwd: project });
    if (code !== 2 || printed !== `${command}: ${sentence}\n`) throw new Error(`${command}, code ${code}: ${printed}`);
  }
  for (const library of ["@chat/client-sdk", "@chat/server", "@chat/server/nats"]) {
    const { output: printed } = await runCaptured(node, ["--input-type=module", "--eval", `import "${library}";`], {
      cwd: project,
    });
    const name = library.split("/").slice(0, 2).join("/");
    if (!printed.includes(`Error: ${name} ${sentence}\n`)) throw new Error(`${library}: ${printed}`);
  }
  return [`refused: "${sentence}"`];
}
