import { readCommandLine, writeHelp, writeProblems } from "@chat/command-line";
import manifest from "../package.json" with { type: "json" };
import { chatServerCommand } from "./chat-server-command.ts";
import { serve } from "./serve.ts";

process.stdout.on("error", () => {
  // The reader of our output is gone (`| head`). That ends the output, not the chat.
});

const [word, ...args] = process.argv.slice(2);
// Each loads its own part alone: a server listens sooner without the others.
if (word === "control") process.exitCode = await (await import("./operator/control-command.ts")).control(args, process);
else if (word === "journal") process.exitCode = await (await import("./journal-command.ts")).journal(args, process);
else await run();

async function run(): Promise<void> {
  const commandLine = readCommandLine(chatServerCommand, process.argv.slice(2), process.env);
  switch (commandLine.kind) {
    case "run":
      return await serve(commandLine.options);
    case "help":
      process.stdout.write(writeHelp(chatServerCommand));
      return;
    case "version":
      return console.log(manifest.version);
    case "wrong":
      process.stderr.write(writeProblems(chatServerCommand, commandLine.problems));
      process.exitCode = 2;
  }
}
