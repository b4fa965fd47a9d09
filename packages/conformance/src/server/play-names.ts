import { findUsernameProblem, trimWhiteSpace } from "@chat/protocol";
import { assertThat } from "../checks/failure.ts";
import { readVectors, type Vector } from "../contract/contract-rules.ts";
import { playCases } from "./play-cases.ts";
import type { ServerScene } from "./server-scene.ts";

type NameVector = Vector<{ readonly text: string }, { readonly valid: boolean }>;
type SameVector = Vector<{ readonly names: readonly [string, string] }, { readonly same: boolean }>;
type Profile = "server" | "complete";

/** The letters from À to Þ, as [C-44] has them for the profile *server*: the signs × and ÷ between them are none. */
const LATIN_1_PAIRS: readonly SameVector[] = [
  { names: ["Zoë Æ", "zOË æ"], same: true },
  { names: ["Þór", "þÓR"], same: true },
  { names: ["a × b", "a ÷ b"], same: false },
].map(({ names, same }) => ({
  id: "",
  rule: "C-44",
  profiles: ["server"],
  input: { names: names as [string, string] },
  expected: { same },
  hint: "À to Ö and Ø to Þ are folded, and nothing else up to U+00FF but A to Z.",
}));

/** The vectors that only this profile has: names that a handshake can carry as they stand. */
export function readNameVectors(profile: Profile): readonly NameVector[] {
  const vectors = readVectors<{ readonly text: unknown }, NameVector["expected"]>("names") as readonly NameVector[];
  const isSendable = (text: unknown) =>
    typeof text === "string" && !/[\n{]|^\uFEFF/.test(text) && trimWhiteSpace(text) === text;
  return ofProfile(vectors, profile).filter(({ input }) => isSendable(input.text));
}

/** The vectors that only this profile has: pairs of names of which the first is a valid one. */
export function readSameNameVectors(profile: Profile): readonly SameVector[] {
  const all = [...LATIN_1_PAIRS, ...readVectors<SameVector["input"], SameVector["expected"]>("names")];
  const vectors = ofProfile(all, profile);
  return vectors.filter(({ input }) => input.names && findUsernameProblem(trimWhiteSpace(input.names[0])) === null);
}

function ofProfile<V extends Vector<unknown, unknown>>(vectors: readonly V[], profile: Profile): readonly V[] {
  return vectors.filter(({ profiles }) => profiles.includes("server") === (profile === "server"));
}

/** Plays vectors about names, under these names. */
export async function playNames(scene: ServerScene, vectors: readonly (NameVector | SameVector)[]): Promise<void> {
  await playCases<NameVector | SameVector>(scene, vectors, async (vector) => {
    await ("valid" in vector.expected ? playName(scene, vector as NameVector) : playPair(scene, vector as SameVector));
  });
}

/** Joins under a name: it is accepted, or refused in words. */
async function playName(scene: ServerScene, { input: { text }, expected, rule }: NameVector): Promise<void> {
  if (expected.valid) return (await scene.joinAs(text, { rules: [rule] }))[Symbol.dispose]();
  using user = await scene.knock(text);
  await user.expectRefusal(/^⛔ Error: (?!Username already in use)/);
}

/** Joins under the first name, and writes to the second: the message arrives when the names are the same. */
async function playPair(scene: ServerScene, { input: { names }, expected }: SameVector): Promise<void> {
  const [name, spelling] = [trimWhiteSpace(names[0]), names[1]];
  using user = await scene.joinAs(name, { rules: ["C-44"] });
  user.say(spelling, "to myself");
  const { msg } = await user.next("the message, or an error", ["C-44"]);
  const isRight = expected.same ? msg === "to myself" : msg.startsWith("❌ Error: ");
  assertThat(isRight, expected.same ? "the message itself" : "❌ Error: User '…' not found.", msg, ["C-44"]);
  if (!expected.same) return;
  using other = await scene.knock(spelling);
  await other.expectRefusal();
}
