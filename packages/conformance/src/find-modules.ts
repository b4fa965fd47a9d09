import { readdirSync } from "node:fs";
import type { NamedCheck, Role } from "./checks/check.ts";
import type { Reporter } from "./reporters/reporter.ts";

// This file is directly in src/, and the build puts it directly into dist/: both have the same folders beside it.

/** Loads every check of a role: each file of its folder is one. */
export async function findChecks<Context>(role: Role): Promise<readonly NamedCheck<Context>[]> {
  return await loadFolder<NamedCheck<Context>>(`${role}/checks/`, "check");
}

/** Loads every reporter: each file of the folder that exports one. */
export async function findReporters(): Promise<readonly (Reporter & { readonly name: string })[]> {
  return await loadFolder<Reporter & { readonly name: string }>("reporters/", "reporter");
}

async function loadFolder<Value extends { readonly name: string }>(path: string, exported: string): Promise<Value[]> {
  const folder = new URL(path, import.meta.url);
  const files = readdirSync(folder).filter((file) => /^[^.]+\.(ts|js)$/.test(file));
  const loaded = files.toSorted().map(async (file) => {
    const module = (await import(new URL(file, folder).href)) as Record<string, Value | undefined>;
    return module[exported] && { ...module[exported], name: file.replace(/\.\w+$/, "") };
  });
  return (await Promise.all(loaded)).filter((value) => value !== undefined);
}
