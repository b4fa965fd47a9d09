import { expect, it } from "vitest";
import { withHints } from "./mistake-hints.ts";

it("writes how to mend a mistake in place of its name", () => {
  expect(withHints("a message to somebody who is not online (no-slash)")).toBe(
    'a message to somebody who is not online. A command begins with "/".',
  );
  expect(withHints("broken JSON (trailing-comma)")).toMatch(/^broken JSON\. There is a comma before/);
  expect(withHints("left (lost)")).toBe("left (lost)");
});
