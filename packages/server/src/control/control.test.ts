import { expect, it } from "vitest";
import { RecordingLogger } from "../../test/recording-logger.ts";
import { Control } from "./control.ts";
import { Sanctions } from "./sanctions.ts";

it("logs an act that could not be carried out, and rejects", async () => {
  const logger = new RecordingLogger();
  const chat = {
    control: { sanctions: new Sanctions() },
    users: () => [],
    perform: () => Promise.reject(new Error("the broker is away")),
  };
  const ban = new Control(chat, logger).ban({ name: "Bob" }, { forMs: 60_000, by: "Eve" });
  await expect(ban).rejects.toThrow("the broker is away");
  expect(logger.entries).toMatchObject([
    { level: "error", fields: { event: "operator-failed", by: "Eve", act: "impose", error: "the broker is away" } },
  ]);
});
