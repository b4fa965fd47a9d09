import { expect, it } from "vitest";
import { splitCommand } from "./split-command.ts";

it.each([
  ["node server.js --port 5000", ["node", "server.js", "--port", "5000"]],
  ["  python3   server.py\t", ["python3", "server.py"]],
  [`java -jar "my server.jar" 'it is'`, ["java", "-jar", "my server.jar", "it is"]],
  [String.raw`./a\ b --name=\"x\"`, ["./a b", '--name="x"']],
  [String.raw`echo "a\"b\n" 'c\d'`, ["echo", 'a"b\\n', "c\\d"]],
  [`server ""`, ["server", ""]],
  [`--name="a b"c`, ["--name=a bc"]],
  ["echo $HOME | cat", ["echo", "$HOME", "|", "cat"]],
  ["end\\", ["end\\"]],
])("splits %s", (command, words) => expect(splitCommand(command)).toEqual(words));

it.each(["", "   ", `node "server.js`, "it's"])("refuses %j", (command) => expect(splitCommand(command)).toBeNull());
