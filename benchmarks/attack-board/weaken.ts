// Loaded before the server: changes its source as the weakness says that CHAT_WEAKNESS names.
import { registerHooks } from "node:module";
import { findWeakness } from "./weaknesses.ts";

const weakness = findWeakness(process.env.CHAT_WEAKNESS ?? "");

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(weakness.file) || !loaded.source) return loaded;
    const source = loaded.source.toString();
    if (!source.includes(weakness.from)) throw new Error(`${weakness.file} has no "${weakness.from}" any more.`);
    return { ...loaded, source: source.replace(weakness.from, weakness.to) };
  },
});
