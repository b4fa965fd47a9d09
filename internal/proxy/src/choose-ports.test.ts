import { expect, it, vi } from "vitest";
import { choosePort, choosePorts } from "./choose-ports.ts";

const { randomInt } = vi.hoisted(() => ({ randomInt: vi.fn<(from: number, to: number) => number>() }));
vi.mock("node:crypto", async (importOriginal) => {
  const original = await importOriginal<typeof import("node:crypto")>();
  randomInt.mockImplementation((from, to) => original.randomInt(from, to));
  return { ...original, randomInt };
});

it("chooses none that another program chose, though nothing listens there yet", async () => {
  const chosen = await choosePort();
  vi.resetModules();
  // As in a process of its own: it knows nothing of what was chosen here but by the system.
  const another = await import("./choose-ports.ts");
  randomInt.mockReturnValueOnce(chosen);
  expect(await another.choosePort()).not.toBe(chosen);
});

it("chooses no port twice", async () => {
  const chosen = await choosePort();
  randomInt.mockReturnValueOnce(chosen);
  expect(await choosePorts(2)).not.toContain(chosen);
});
