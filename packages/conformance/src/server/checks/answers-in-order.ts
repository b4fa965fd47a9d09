import type { ServerCheck } from "../server-check.ts";

export const check: ServerCheck = {
  title: "answers each request once, in the order in which they came",
  rules: ["C-69"],
  stage: "speaks",
  mend: "Handle the messages of one connection one after the other, and write the answers in that order.",
  needs: ["welcome"],
  async run(scene) {
    const ada = await scene.join("ada");
    const nobody = scene.name("nobody");
    const requests = ["/time", nobody, "/nothing-here", "/time", "/standard"];
    ada.wire.send(requests.map((to) => `${ada.write(to, "?")}\n`).join(""));
    await ada.expectText(/^Server time: /);
    await ada.expectText(`❌ Error: User '${nobody}' not found.`);
    await ada.expectText(/^❌ Error: Unknown command /);
    await ada.expectText(/^Server time: /);
    await ada.expectText(/^JSON STD: \n /);
    await ada.expectNothing("nothing more");
  },
};
