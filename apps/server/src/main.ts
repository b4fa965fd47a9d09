import { readCommandLine, writeHelp, writeProblems } from "@chat/command-line";
import manifest from "../package.json" with { type: "json" };
import { chatServerCommand } from "./chat-server-command.ts";
import { serve } from "./serve.ts";

process.stdout.on("error", () => {
  // The reader of our output is gone (`| head`). That ends the output, not the chat.
});

const commandLine = readCommandLine(chatServerCommand, process.argv.slice(2), process.env);
switch (commandLine.kind) {
  case "run":
    await serve(commandLine.options);
    break;
  case "help":
    process.stdout.write(writeHelp(chatServerCommand));
    break;
  case "version":
    console.log(manifest.version);
    break;
  case "wrong":
    process.stderr.write(writeProblems(chatServerCommand, commandLine.problems));
    process.exitCode = 2;
}
