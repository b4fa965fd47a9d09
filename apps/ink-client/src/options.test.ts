import { readCommandLine } from "@chat/command-line";
import { describe, expect, it } from "vitest";
import { chatCommand } from "./chat-command.ts";

function read(args: string[], environment: NodeJS.ProcessEnv = {}) {
  return readCommandLine(chatCommand, args, environment);
}

describe("the options", () => {
  it("need none of them", () => {
    expect(read([])).toMatchObject({
      kind: "run",
      options: { plain: false, noColor: false, noBell: false, screenReader: false },
    });
  });

  it("are taken from flags and from variables", () => {
    const environment = { CHAT_NAME: "Ada", CHAT_PORT: "5000", CHAT_SCREEN_READER: "1", CHAT_NO_BELL: "true" };
    expect(
      read(["--plain", "--to", "Bob", "--host= b.example", "--no-color", "--name= Anna Maria "], environment),
    ).toEqual({
      kind: "run",
      operands: [],
      operandGroups: [[]],
      options: {
        name: "Anna Maria",
        host: "b.example",
        port: 5000,
        plain: true,
        to: "Bob",
        noColor: true,
        noBell: true,
        screenReader: true,
      },
    });
  });

  it.each([
    [["--name="], '--name is "": The name is empty. Send 1 to 32 characters.'],
    [
      ["--name", "guest"],
      '--name is "guest": The names SERVER, Guest, Everyone are reserved, however they are spelled. Choose another.',
    ],
    [["--name=\u001b[2J"], expect.stringMatching(/^--name is "␛\[2J": The name has the character U\+001B/)],
    [["--host= "], '--host is " ": it has to be an address or a host name.'],
    [["--port=0"], '--port is "0": it has to be a whole number from 1 to 65535.'],
    [["--plain", "--to="], '--to is "": it has to be a user, Everyone, or an endpoint such as /time.'],
    [["--to=Ada"], "--to goes with --plain alone: on the screen, choose a conversation or type @name and the text."],
    [["--color"], expect.stringMatching(/^There is no option --color\./)],
    [["Ada"], '"Ada" belongs to no option. An example of one: --name Ada.'],
  ])("explain what is wrong with %j", (args, problem) => {
    expect(read(args)).toEqual({ kind: "wrong", problems: [problem] });
  });
});
