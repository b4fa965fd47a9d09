import { createJsonMsg } from "@chat/protocol";
import { TcpProxy } from "@chat/testing";
import { expect, it } from "vitest";
import { startChatServer } from "./test/chat-server.ts";
import { describeClients } from "./test/describe-clients.ts";
import { Peer } from "./test/peer.ts";
import { PlayedServer } from "./test/played-server.ts";

const WELCOME = /^SERVER -> Ada: Welcome Ada!/;
const NAME_IN_USE = "SERVER -> Guest: ⛔ Error: Username already in use! Try with another name.";
const ASK_TIME = createJsonMsg("Ada", "127.0.0.1", "/time", "");

/** Number of connections that are closed at once. */
const TRIES = 4;

// The shell does not reconnect.
describeClients(
  ({ isProgram }) => isProgram,
  (client, startAda) => {
    it("comes back when its connection is cut, and chats on [C-90]", async () => {
      await using server = await startChatServer();
      await using proxy = await TcpProxy.start({ port: server.port });
      using bob = await Peer.join(server.port, "Bob");
      await using ada = startAda(proxy.port);
      await ada.output.waitFor(WELCOME);

      await proxy.cut();
      await ada.errors.waitFor(/Trying again/);
      await proxy.restore();
      await ada.output.waitFor(WELCOME, 2);
      bob.send("Ada", "still there?");
      await ada.output.waitFor("Bob -> Ada: still there?");
      ada.type("Bob yes");
      await bob.received.waitFor(createJsonMsg("Ada", "127.0.0.1", "Bob", "yes"));
      ada.type("quit");
      expect(await ada.exitCode()).toBe(0);
    });

    it("comes back to a server that starts again [C-90]", async () => {
      await using server = await startChatServer();
      await using proxy = await TcpProxy.start({ port: server.port });
      await using ada = startAda(proxy.port);
      await ada.output.waitFor(WELCOME);

      await server.close();
      await ada.output.waitFor("SERVER -> Ada: Server is shutting down");
      await using next = await startChatServer();
      proxy.redirect({ port: next.port });
      await ada.output.waitFor(WELCOME, 2);
    });

    it("tries again while its name is held by the connection that it lost [C-90]", async () => {
      await using server = await startChatServer();
      await using proxy = await TcpProxy.start({ port: server.port });
      await using ada = startAda(proxy.port);
      await ada.output.waitFor(WELCOME);

      // Only the client sees this end.
      const [lost] = proxy.links;
      lost?.setFaults({ toClient: { kind: "reset", afterBytes: 0 } });
      await ada.output.waitFor(NAME_IN_USE);
      lost?.reset();
      await ada.output.waitFor(WELCOME, 2);
    });

    it("tries again as often as it takes, and leaves when told to [C-90]", async () => {
      await using server = await PlayedServer.start();
      await using ada = startAda(server.port);
      const first = await server.accept();
      first.say("SERVER", "Welcome Ada!");
      await ada.output.waitFor(WELCOME);
      first.end();
      for (let tries = 1; tries <= TRIES; tries += 1) (await server.accept()).end();
      // The first is that of the connection that was lost.
      await ada.errors.waitFor(/Trying again in \d+(\.\d+)? s/, 1 + TRIES);
      ada.type("quit");
      expect(await ada.exitCode()).toBe(1);
    });

    // Nobody can tell when a client that decodes by read has read an answer that it does not show.
    if (client.framing !== "by read")
      it("asks a silent server for the time, and does not show the answer [C-92]", async () => {
        await using server = await PlayedServer.start();
        await using ada = startAda(server.port);
        const connection = await server.accept();
        connection.say("SERVER", "Welcome Ada!");
        await connection.waitForText(ASK_TIME);
        connection.say("SERVER", "Server time: 12:34:56");
        connection.say("Bob", "hi");
        await ada.output.waitFor("Bob -> Ada: hi");
        expect(ada.output.lines).toEqual(["SERVER -> Ada: Welcome Ada!", "Bob -> Ada: hi"]);
      });

    it("hangs up on a server that does not answer, and comes back [C-92]", async () => {
      await using server = await PlayedServer.start();
      await using ada = startAda(server.port);
      const dead = await server.accept();
      dead.say("SERVER", "Welcome Ada!");
      await dead.waitForText(ASK_TIME);
      await dead.closed();
      (await server.accept()).say("SERVER", "Welcome Ada!");
      await ada.output.waitFor(WELCOME, 2);
    });

    it("does not come back when an operator has disconnected it [C-76]", async () => {
      await using server = await PlayedServer.start();
      await using ada = startAda(server.port);
      const connection = await server.accept();
      connection.say("SERVER", "Welcome Ada!");
      await ada.output.waitFor(WELCOME);
      connection.say("SERVER", "⛔ Error: You were disconnected: removed by an operator: too loud.");
      connection.end();
      await ada.output.waitFor("SERVER -> Ada: ⛔ Error: You were disconnected: removed by an operator: too loud.");
      expect(await ada.exitCode()).toBe(1);
    });
  },
);
