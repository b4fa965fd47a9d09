import { isIP } from "node:net";
import type { ChatMessage } from "@chat/protocol";
import { assertSame, assertThat } from "../../checks/failure.ts";
import { bytesOf, readVectors, type VectorBytes } from "../../contract/contract-rules.ts";
import { playCases } from "../play-cases.ts";
import type { ServerCheck } from "../server-check.ts";

type Input = VectorBytes & { readonly sender: { readonly name: string }; readonly receiver: string };
interface Expected {
  readonly message?: ChatMessage;
  readonly maxBytes?: number;
  readonly answer?: string;
}

export const check: ServerCheck = {
  title: "delivers the messages of the contract under the true sender, with the same text, within 262,144 bytes",
  rules: ["C-25", "C-50", "C-51", "C-60"],
  stage: "speaks",
  mend: "Write who has sent it and from where as you know it, the registered name of the receiver, and the text as it is.",
  needs: ["every-cut"],
  usesContractNames: true,
  async run(scene) {
    await playCases(scene, readVectors<Input, Expected>("deliver"), async ({ input, expected }) => {
      using sender = await scene.joinAs(input.sender.name);
      using receiver = await scene.joinAs(input.receiver);
      sender.wire.send(Buffer.concat([bytesOf(input), Buffer.from("\n")]));
      if (expected.answer !== undefined) {
        const { msg } = await sender.next(`an answer that starts with "${expected.answer}"`);
        assertThat(msg.startsWith(expected.answer), `a text that starts with "${expected.answer}"`, msg);
        return await receiver.expectNothing("no message");
      }
      const { from, to, msg, bytes } = await receiver.next("the message");
      assertSame(from.name, input.sender.name, ["C-50"]);
      assertThat(isIP(from.ip) > 0 && from.ip !== "6.6.6.6", "the address that the server sees", from.ip, ["C-50"]);
      assertSame(to, input.receiver, ["C-50"]);
      assertSame(msg, bytesOf(expected.message?.msg ?? "").toString(), ["C-51"]);
      const words = `${bytes.length} bytes`;
      assertThat(bytes.length <= (expected.maxBytes ?? 0), `${expected.maxBytes} bytes at most`, { words }, ["C-25"]);
      await sender.expectNothing("no answer to what was delivered", ["C-69"]);
    });
  },
};
