// `npm test`: installs, builds and runs every test, one package after the other, since some of them measure time.
import { install, pnpm } from "./prepare.mjs";
import { run } from "./run.mjs";

await install();
const tests = ["exec", "turbo", "run", "test", "--concurrency=1", "--output-logs=new-only"];
process.exitCode = await run(pnpm, [...tests, ...process.argv.slice(2)]);
