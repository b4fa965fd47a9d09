import { readdirSync } from "node:fs";
import { type Attack, DEFAULT_BOUNDS, LARGEST_BOUND_MS, type NamedAttack } from "./attack.ts";

const FOLDER = new URL("attacks/", import.meta.url);

/** Loads every attack that there is, in the order of their names. */
export async function findAttacks(): Promise<NamedAttack[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));
  return await Promise.all(files.toSorted().map((file) => loadAttack(file.slice(0, -".ts".length))));
}

/** @throws {Error} when the file has no attack, or its bound is larger than one may be */
export async function loadAttack(name: string): Promise<NamedAttack> {
  const { attack } = (await import(new URL(`${name}.ts`, FOLDER).href)) as { attack?: Attack };
  if (!attack) throw new Error(`attacks/${name}.ts exports no "attack".`);
  const loaded = { ...DEFAULT_BOUNDS, ...attack, name };
  if (!loaded.latency.isNamed && loaded.latency.p99Ms > LARGEST_BOUND_MS)
    throw new Error(`attacks/${name}.ts: a bound of its own is at most ${LARGEST_BOUND_MS} ms.`);
  return loaded;
}
