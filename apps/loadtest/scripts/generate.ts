// `pnpm --dir apps/loadtest run generate`: writes what is committed and made from the sources. Tests keep it true.
import { writeFileSync } from "node:fs";
import { writeResultSchema } from "../src/result/run-result.ts";
import { writeScenarioSchema } from "../src/scenario/scenario.ts";
import { buildPageScript } from "./build-page-script.ts";

writeFileSync(new URL("../result.schema.json", import.meta.url), writeResultSchema());
writeFileSync(new URL("../scenario.schema.json", import.meta.url), writeScenarioSchema());
writeFileSync(new URL("../src/report/page-script.ts", import.meta.url), await buildPageScript());
