#!/usr/bin/env node
import manifest from "../package.json" with { type: "json" };
import { readCommandLine } from "./command-line.ts";
import { writeHelp } from "./help.ts";
import { serve } from "./serve.ts";

process.stdout.on("error", () => {
  // Whoever read our output has gone (`| head`). That ends the output, and not the chat.
});

const command = readCommandLine(process.argv.slice(2), process.env);
switch (command.kind) {
  case "start":
    await serve(command.options);
    break;
  case "help":
    process.stdout.write(writeHelp());
    break;
  case "version":
    console.log(manifest.version);
    break;
  case "wrong":
    for (const problem of command.problems) console.error(`chat-server: ${problem}`);
    console.error("chat-server --help tells which options there are.");
    process.exitCode = 2;
}
