// `npm run conformance`: from a fresh clone to a report about a server or a client. Arguments go to the kit:
// `npm run conformance -- server 127.0.0.1:65432`.
import { launch, refuseTakenOptions } from "./launch.mjs";

refuseTakenOptions("npm run conformance", [
  "profile",
  "level",
  "recipe",
  "stage",
  "language",
  "check",
  "seed",
  "wait",
  "port",
]);
await launch("@chat/conformance", "packages/conformance/dist/cli.js", process.argv.slice(2));
