import { EndpointName, serverTexts } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { PendingReplies, type PendingRequest, type SentMessage } from "./pending-replies.ts";

const TIME = "Server time: 10:00:00";

function message(id: number, to: string): SentMessage {
  return { id, to, text: "hello" };
}

/** A request that records what became of it. */
function request(endpoint: string): PendingRequest & { outcome: string | null } {
  return {
    endpoint,
    outcome: null,
    answer(text) {
      this.outcome = text;
    },
    lose() {
      this.outcome = "lost";
    },
  };
}

describe("an answer", () => {
  it("belongs to the oldest request of its shape, and confirms every message before that [C-69]", () => {
    const pending = new PendingReplies();
    const [first, second] = [request(EndpointName.Time), request(EndpointName.Time)];
    const [early, late] = [message(1, "Bob"), message(2, "Bob")];
    pending.addMessage(early);
    pending.addRequest(first);
    pending.addMessage(late);
    pending.addRequest(second);
    expect(pending.settle(TIME)).toEqual({ kind: "answered", confirmed: [early] });
    expect([first.outcome, second.outcome]).toEqual([TIME, null]);
    expect(pending.unconfirmed).toEqual([late]);
  });

  it("tells that an earlier request of another shape was lost", () => {
    const pending = new PendingReplies();
    const [list, time] = [request(EndpointName.List), request(EndpointName.Time)];
    pending.addRequest(list);
    pending.addRequest(time);
    pending.settle(TIME);
    expect([list.outcome, time.outcome]).toEqual(["lost", TIME]);
  });

  it("of any text belongs to a custom endpoint, an error to the endpoint that it names", () => {
    const pending = new PendingReplies();
    const [roll, nope] = [request("/roll"), request("/nope")];
    pending.addRequest(roll);
    pending.addRequest(nope);
    pending.settle("You rolled a 6.");
    pending.settle(serverTexts.unknownCommand.write("/nope"));
    expect(roll.outcome).toBe("You rolled a 6.");
    expect(nope.outcome).toBe("❌ Error: Unknown command '/nope'. Send a message to /help for the list.");
  });
});

describe("an error for a direct message", () => {
  it.each([
    ["❌ Error: User 'bob' not found.", "not-found"],
    ["❌ Errore: Utente 'bob' non trovato.", "not-found"],
    ["❌ Error: 'Bob' can't take more messages right now. Try again later.", "receiver-busy"],
  ])("belongs to the oldest one to that name: %s", (text, reason) => {
    const pending = new PendingReplies();
    const messages = [message(1, "Cleo"), message(2, "bob"), message(3, "bob")];
    for (const sent of messages) pending.addMessage(sent);
    expect(pending.settle(text)).toEqual({ kind: "undeliverable", message: messages[1], reason });
    expect(pending.unconfirmed).toEqual([messages[0], messages[2]]);
  });

  it("finds a long receiver by what the server quotes of it [C-60]", () => {
    const pending = new PendingReplies();
    const sent = message(1, "x".repeat(100));
    pending.addMessage(sent);
    expect(pending.settle(serverTexts.userNotFound.write(sent.to))).toMatchObject({
      kind: "undeliverable",
      message: sent,
    });
  });
});

it.each([
  "Server is shutting down",
  "Notice: lunch",
  "⛔ Error: You were disconnected: too slow.",
  "❌ Error: 3 of your messages to 'Bob' may not have arrived.",
])("a notice answers nothing: %s [C-73]", (text) => {
  const pending = new PendingReplies();
  const roll = request("/roll");
  pending.addRequest(roll);
  expect(pending.settle(text)).toMatchObject({ kind: "notice" });
  expect(roll.outcome).toBeNull();
});

it("gives what nothing is known of when the connection is lost, and loses the requests", () => {
  const pending = new PendingReplies();
  const time = request(EndpointName.Time);
  pending.addMessage(message(1, "Bob"));
  pending.addRequest(time);
  expect(pending.clear()).toEqual([message(1, "Bob")]);
  expect(time.outcome).toBe("lost");
  expect(pending.unconfirmed).toEqual([]);
});
