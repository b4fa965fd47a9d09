// `node scripts/check-runtimes.mjs`: the packed SDK chats on Bun and on Deno. By hand only: both are large downloads.
import { join } from "node:path";
import { createProject } from "./empty-project.mjs";
import { createChatProject, proveChat, withChatServer } from "./packed-chat.mjs";
import { install } from "./prepare.mjs";
import { withTemporaryDirectory } from "./temporary-directory.mjs";
import { buildPackages, output } from "./workspace.mjs";

/** The package of each runtime, its file, and what it needs before the name of a program. */
const runtimes = [
  { name: "bun", file: "bun/bin/bun.exe", flags: [] },
  { name: "deno", file: "deno/deno", flags: ["run", "--allow-env", "--allow-net", "--allow-read", "--allow-sys"] },
];

await install();
await buildPackages();
await withTemporaryDirectory(async (directory) => {
  const { project } = await createChatProject(directory);
  await createProject(
    join(directory, "runtimes"),
    runtimes.map(({ name }) => name),
  );
  await withChatServer(process.execPath, project, [], async (port) => {
    for (const { name, file, flags } of runtimes) {
      const runtime = join(directory, "runtimes", "node_modules", file);
      const version = await output(runtime, ["--version"]);
      await proveChat([runtime, ...flags], project, port);
      console.log(`✓ ${name} ${/\d+\.\d+\.\d+/.exec(version)?.[0]}: two users chat`);
    }
  });
});
