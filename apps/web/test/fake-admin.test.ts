import {
  ActResultSchema,
  ConnectionWindowSchema,
  LeaveWindowSchema,
  NowSchema,
  SanctionSchema,
} from "@chat/server-app/admin-api";
import { expect, it } from "vitest";
import { z } from "zod";
import { FakeAdmin, TOKEN } from "./fake-admin.ts";
import { sampleClass, sampleLeaves } from "./sample-class.ts";

it("answers as the admin port does", async () => {
  await using fake = new FakeAdmin("");
  fake.connections = sampleClass();
  fake.leaves = sampleLeaves();
  await fake.listen();
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const sent = body ? { method: "POST", body: JSON.stringify(body) } : {};
    const response = await fetch(`${fake.url}api/v1/${path}`, {
      ...sent,
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
    return response.json();
  };
  const act = async (body: object) => ActResultSchema.strict().parse(await ask("act", body));
  expect(NowSchema.strict().parse(await ask("now")).isReady).toBe(true);
  const { all, rows } = ConnectionWindowSchema.strict().parse(await ask("connections?search=loop.900"));
  expect({ all, names: rows.map(({ name }) => name) }).toEqual({ all: 38, names: ["Zoë"] });
  expect(LeaveWindowSchema.strict().parse(await ask("leaves?search=M"))).toMatchObject({ all: 12, matching: 1 });
  expect(await act({ act: "affected", target: { name: "Bob" } })).toMatchObject({ users: [{ name: "Bob" }] });
  expect(await act({ act: "ban", target: { name: "Bob" }, forMs: 5_000 })).toMatchObject({ hits: 1 });
  expect(z.array(SanctionSchema.strict()).parse(await ask("sanctions"))).toHaveLength(1);
});
