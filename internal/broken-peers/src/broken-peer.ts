import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { type Command, type LanguageName, languages } from "./language.ts";

/** A program of the catalogue: right in all but one thing. */
export interface BrokenPeer {
  /** Its file, without the extension. A client's name does not hint at its fault. */
  readonly name: string;
  readonly role: "client" | "server";
  readonly language: LanguageName;
  /** One sentence about what others can observe. */
  readonly fault: string;
  /** Rules of the contract that it breaks. Empty when the contract leaves the matter to each server. */
  readonly rules: readonly string[];
  /** What its author did wrong, for the answer sheet. */
  readonly mistake: string;
  /** How to mend it, for the answer sheet. */
  readonly remedy: string;
  /**
   * True for a client whose fault shows when somebody talks through it: with `-` as a fourth argument it sends what standard
   * input says, `@Bob hello`, `/list` or `/shout hello` on a line, and prints what it receives.
   *
   * @default false
   */
  readonly takesInput?: boolean;
  /** Rules that are broken because of the fault, each with the reason. */
  readonly follows?: Readonly<Record<string, string>>;
  /** Options that a server needs, such as `--delay SECONDS`: those that test the load tester. */
  readonly options?: string;
  /** The reason why the conformance kit can't see the fault. */
  readonly unseen?: string;
}

/**
 * Returns the command that starts a peer, to which its arguments are added: HOST PORT NAME for a client, where HOST is an IPv4
 * address, and the options of the README for a server. A program that has to be built first goes into the work folder.
 *
 * @param workFolder default the system's folder for temporary files
 */
export function prepare({ name, role, language }: BrokenPeer, workFolder: string = tmpdir()): Command {
  const { extension, prepare: prepareSource } = languages[language];
  return prepareSource(fileURLToPath(new URL(`../${role}s/${name}${extension}`, import.meta.url)), workFolder);
}
