import type { Persona } from "../scenario/scenario.ts";
import { sumOf } from "../scenario/traits.ts";

/** The personas of all clients of a run, by the clients' numbers: the same in every worker. */
export interface Assignment {
  /** Index of each client's persona. */
  readonly personaOf: Uint8Array;
  /** The partner of each client, of the same persona; -1 for one that has none. */
  readonly partnerOf: Int32Array;
}

/**
 * Gives each client a persona. The numbers of clients are as exact as whole clients can be, and the personas are mixed, so
 * that while clients join there are about as many of each as in the end.
 */
export function assignPersonas(personas: readonly Pick<Persona, "share">[], clients: number): Assignment {
  const counts = shareOut(
    personas.map(({ share }) => share),
    clients,
  );
  const personaOf = new Uint8Array(clients);
  const partnerOf = new Int32Array(clients).fill(-1);
  const assigned = counts.map(() => 0);
  const unpaired = counts.map(() => -1);
  for (let client = 0; client < clients; client++) {
    const persona = findBehind(counts, assigned, (client + 1) / clients);
    personaOf[client] = persona;
    assigned[persona] = (assigned[persona] ?? 0) + 1;
    const partner = unpaired[persona] ?? -1;
    unpaired[persona] = partner < 0 ? client : -1;
    if (partner < 0) continue;
    partnerOf[client] = partner;
    partnerOf[partner] = client;
  }
  return { personaOf, partnerOf };
}

/** Divides clients by shares, with the largest remainders rounded up. */
function shareOut(shares: readonly number[], clients: number): number[] {
  const sum = sumOf(shares);
  const exact = shares.map((share) => (share / sum) * clients);
  const counts = exact.map((count) => Math.floor(count + 1e-9));
  const byRemainder = exact
    .map((count, index) => ({ index, remainder: count - (counts[index] ?? 0) }))
    .sort((a, b) => b.remainder - a.remainder);
  for (const { index } of byRemainder.slice(0, clients - sumOf(counts))) counts[index] = (counts[index] ?? 0) + 1;
  return counts;
}

/** Finds the persona that is furthest behind its part of the clients so far. */
function findBehind(counts: readonly number[], assigned: readonly number[], ratio: number): number {
  let furthest = { persona: 0, lack: Number.NEGATIVE_INFINITY };
  for (const [persona, count] of counts.entries()) {
    const soFar = assigned[persona] ?? 0;
    const lack = count * ratio - soFar;
    if (soFar < count && lack > furthest.lack) furthest = { persona, lack };
  }
  return furthest.persona;
}
