// `pnpm contract:seal`: adds the hashes of new vectors to contract.sha256, and writes the hash of it all into the package.
// It refuses when anything sealed has changed. `--break` seals it all the same and makes it another contract: every
// client that was written for this one may stop working. It is for the time before the first release, and each time a
// decision in docs/decisions says why.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { describeDrift, formatSeal, hashContract, makeMessageSchema, parseSeal, sealUrl, sha256 } from "./contract.ts";

const { values } = parseArgs({ options: { break: { type: "boolean", default: false } } });

if (values.break) {
  const schemaUrl = new URL("../contract/message.schema.json", import.meta.url);
  writeFileSync(schemaUrl, `${JSON.stringify(makeMessageSchema(), null, 2)}\n`);
}

const sealed = parseSeal(existsSync(sealUrl) ? readFileSync(sealUrl, "utf8") : "");
const current = hashContract();
const { broken, unsealed } = describeDrift(sealed, current);

for (const sentence of broken) console.error(sentence);
if (broken.length > 0 && !values.break) {
  console.error("Nothing was sealed.");
  process.exit(1);
}
if (broken.length > 0) console.error("WARNING: this is another contract now. Peers of the old one may stop working.");

const seal = formatSeal(current);
const constant = `/** SHA-256 of \`contract.sha256\`: programs with the same hash were made from the same contract. Written by \`contract:seal\`. */
export const CONTRACT_HASH = "${sha256(seal)}";
`;
writeFileSync(sealUrl, seal);
writeFileSync(new URL("../src/contract-hash.ts", import.meta.url), constant);
console.log(`Sealed ${current.size} parts of the contract, ${unsealed.length} of them new vectors.`);
