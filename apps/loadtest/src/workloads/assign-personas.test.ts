import { expect, it } from "vitest";
import { assignPersonas } from "./assign-personas.ts";

function countBy(personaOf: Uint8Array, end = personaOf.length): number[] {
  const counts: number[] = [];
  for (const persona of personaOf.slice(0, end)) counts[persona] = (counts[persona] ?? 0) + 1;
  return counts;
}

it.each([
  [[1], 7, [7]],
  [[1, 1], 10, [5, 5]],
  [[5, 495], 500, [5, 495]],
  [[0.9, 0.1], 50, [45, 5]],
  [[1, 1, 1], 100, [34, 33, 33]],
  [[3, 2, 2, 90], 1_000, [31, 21, 20, 928]],
])("gives each persona its part: shares %j of %d clients", (shares, clients, counts) => {
  expect(
    countBy(
      assignPersonas(
        shares.map((share) => ({ share })),
        clients,
      ).personaOf,
    ),
  ).toEqual(counts);
});

it("mixes the personas: the first clients have about the parts of all", () => {
  const { personaOf } = assignPersonas([{ share: 1 }, { share: 9 }], 1_000);
  for (const end of [20, 100, 500]) {
    const [rare = 0] = countBy(personaOf, end);
    expect(Math.abs(rare - end / 10)).toBeLessThanOrEqual(1);
  }
});

it("pairs the clients of one persona; the last of an odd number is alone", () => {
  expect([...assignPersonas([{ share: 1 }], 5).partnerOf]).toEqual([1, 0, 3, 2, -1]);
  const { personaOf, partnerOf } = assignPersonas([{ share: 1 }, { share: 2 }], 30);
  for (const [client, partner] of partnerOf.entries()) {
    expect(partnerOf[partner]).toBe(client);
    expect(personaOf[partner]).toBe(personaOf[client]);
  }
});
