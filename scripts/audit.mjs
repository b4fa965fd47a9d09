// `pnpm audit:dependencies`: asks the registry which of our dependencies have known vulnerabilities.
import { install } from "./prepare.mjs";
import { runCaptured } from "./run.mjs";

/** pnpm's errors where a registry has no such service: mirrors often lack it. */
const NO_AUDIT = /ERR_PNPM_AUDIT_(BAD_RESPONSE|ENDPOINT_NOT_EXISTS)/;

await install();
const { code, output } = await runCaptured("pnpm", ["audit", "--audit-level=moderate"]);
if (NO_AUDIT.test(output)) {
  console.warn("This registry has no audit: NOTHING was checked for known vulnerabilities.");
} else {
  console.log(output.trimEnd());
  process.exitCode = code;
}
