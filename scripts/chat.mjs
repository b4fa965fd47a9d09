// `npm run chat`: from a fresh clone to the chat in this terminal. Arguments go to it: `npm run chat -- --name Ada`.
import { launch, refuseTakenOptions } from "./launch.mjs";

refuseTakenOptions("npm run chat", ["name", "host", "port", "to", "plain"]);
await launch("@chat/ink-client", "apps/ink-client/dist/cli.js", process.argv.slice(2));
