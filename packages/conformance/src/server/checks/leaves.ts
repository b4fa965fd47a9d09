import { assertThat } from "../../checks/failure.ts";
import { ChatPeer } from "../chat-peer.ts";
import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "answers all that came before the client shut down its side, then closes and frees the name",
  rules: ["C-35", "C-30", "C-46"],
  stage: "joins",
  mend: "Read until the input ends, answer all of it, then close. The name is free at once.",
  needs: ["welcome"],
  async run(scene) {
    for (const behindName of ["\n", ""]) {
      const ada = new ChatPeer(scene, await scene.connect(), scene.name("ada"));
      // All in one write, as by `printf … | nc -N`: before the welcome, too.
      const requests = `${ada.write("/nothing", "")}\n${ada.write(ada.name, "hello")}\n${ada.write("/time", "")}`;
      ada.wire.send(`${ada.name}${behindName}${requests}`);
      await ada.welcome();
      const texts = (await ada.leave()).map(({ msg }) => msg);
      const isRight = /^❌ Error: Unknown .*\nhello\nServer time: .*$/.test(texts.join("\n"));
      assertThat(isRight, "an error, the message to oneself and the time", texts.join("\n"), ["C-35"]);
      const again = await scene.joinAs(ada.name);
      await again.fence();
    }
  },
};
