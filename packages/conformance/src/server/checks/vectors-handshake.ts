import { bytesOf, readVectors, type VectorBytes } from "../../contract/contract-rules.ts";
import type { ChatPeer } from "../chat-peer.ts";
import { playCases } from "../play-cases.ts";
import type { ServerCheck } from "../server-check.ts";

type Input = VectorBytes & { readonly then?: "quiet" | "end" };
type Expected = Partial<Record<"name" | "refused", string>> & { readonly skipped?: boolean; readonly waits?: boolean };

/** A name that is a request line of HTTP may be refused [C-37]. */
const MAY_BE_REFUSED = /^GET \/ HTTP/;

export const check: ServerCheck = {
  title: "reads the name from each form of handshake in the contract",
  rules: ["C-11", "C-30", "C-31", "C-32", "C-40", "C-41", "C-42", "C-43", "C-45"],
  stage: "joins",
  needs: ["refuses"],
  usesContractNames: true,
  async run(scene) {
    const vectors = readVectors<Input, Expected>("handshake").filter(({ profiles }) => profiles.includes("server"));
    await playCases(scene, vectors, async ({ input, expected, rule }) => {
      const bytes = bytesOf(input);
      if (expected.waits || MAY_BE_REFUSED.test(bytes.toString())) return;
      await scene.claim(expected.name ?? "Ada", async () => {
        using user = await scene.visit(expected.name ?? "");
        user.wire.send(bytes);
        if (input.then === "end") user.wire.end();
        if (expected.name !== undefined) return void (await user.welcome([rule]));
        if (expected.refused !== undefined) return await user.expectRefusal();
        await expectSkipped(user, bytes);
      });
    });
  },
};

/** A first message is the name and a message. One that is not over brings nothing until its end. */
async function expectSkipped(user: ChatPeer, bytes: Buffer): Promise<void> {
  const start = bytes.indexOf("{");
  const isOpen = bytes.length === start + 1;
  const message = '{"from": {"name": "Ada", "ip": ""}, "to": "/time", "msg": ""}';
  if (isOpen) user.wire.send(message.slice(1));
  user.name = isOpen ? "Ada" : JSON.parse(bytes.toString().slice(start)).from.name;
  await user.welcome(["C-32"]);
  await user.expectText(isOpen ? /^Server time: / : /^❌ Error: /, ["C-32"]);
}
