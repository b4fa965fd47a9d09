import { describe, it } from "vitest";
import { hostileTexts } from "./corpora/hostile-texts.ts";
import { expectNoHarm, someTexts } from "./support/hostile-place.ts";
import { TERMINALS } from "./support/terminal-widths.ts";
import { logPlaces } from "./text-places/log-places.ts";

const [message, ...otherLogPlaces] = logPlaces;
if (!message) throw new Error("There is no place for a message.");

// Most of the time goes by in waiting for the terminal.
describe.concurrent("a hostile text", () => {
  it("changes nothing but its own cells as a message", async () => {
    await expectNoHarm(message, hostileTexts);
  });

  it.each(otherLogPlaces.map((place, index) => ({ place, index })))(
    "changes nothing but its own cells as $place.name",
    async ({ place, index }) => {
      await expectNoHarm(place, someTexts(place, index));
    },
  );

  it.each(TERMINALS.slice(1).map(([name, options], index) => ({ name, options, index })))(
    "changes nothing but its own cells on a terminal that $name",
    async ({ options, index }) => {
      await expectNoHarm(message, someTexts(message, index), options);
    },
  );
});
