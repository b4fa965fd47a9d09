// `npm run cluster`: from a fresh clone to one chat on three servers. Arguments go to the example: `npm run cluster -- --port 0`.
import { join } from "node:path";
import { refuseTakenOptions, runInTerminal } from "./launch.mjs";
import { install } from "./prepare.mjs";
import { root } from "./run.mjs";

refuseTakenOptions("npm run cluster", ["port", "nats"]);
await install();
await runInTerminal(["--conditions=@chat/source", join(root, "examples/cluster/main.ts"), ...process.argv.slice(2)]);
