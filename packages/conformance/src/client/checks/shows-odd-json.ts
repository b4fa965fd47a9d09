import type { RuleNumber } from "../../contract/contract-rules.ts";
import type { ClientCheck } from "../client-check.ts";

export const check: ClientCheck = {
  title: "reads every spelling of JSON: keys in any order, white space, escapes",
  rules: ["C-3", "C-11", "C-12"],
  stage: "frames",
  mend: "Read each message with the JSON parser of your language, and skip white space between messages.",
  needs: ["shows-message"],
  async run(scene) {
    const user = await scene.join();
    const to = `"to":"${user.name}"`;
    const from = '"from":{"ip":"","name":"Bob"}';
    const lines: [part: string, line: string, rule: RuleNumber][] = [
      ["other-order", `{"msg":"other-order",${to},${from}}\n`, "C-3"],
      ["with-blanks", `{ \t"msg" : "with-blanks" ,\t${to} , "from" : { "name":"Bob" , "ip" : "" } }\n`, "C-3"],
      ["as-escapes", `{"fr\\u006fm":{"name":"Bob","ip":""},${to},"\\u006dsg":"\\u0061s-escapes"}\n`, "C-3"],
      ["behind-blanks", `\r\n\n \t${user.write("Bob", "behind-blanks").trim()}\t \r\n`, "C-11"],
      ["with-braces", user.write("Bob", '}}{ "\\" \\ "} with-braces'), "C-12"],
    ];
    // An attacker can choose these names and texts: who searches for keys finds the wrong ones.
    const words = ["msg", "to", "from", "name", '", "msg": "x'];
    for (const [index, word] of words.entries()) {
      const [name, ip] = [index < 4 ? word : "Bob", words[(index + 1) % words.length] ?? ""];
      lines.push([
        `key-${index}.`,
        `${JSON.stringify({ from: { name, ip }, to: user.name, msg: `${word} key-${index}.` })}\n`,
        "C-3",
      ]);
    }
    for (const [part, line, rule] of lines) await scene.deliver(user, line, part, [rule]);
  },
};
