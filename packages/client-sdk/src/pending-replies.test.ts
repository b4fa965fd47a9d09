import { EndpointName, readServerText, type ServerAnswer, serverTexts } from "@chat/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { ConnectionLostError, NoAnswerError } from "./errors.ts";
import { PendingReplies } from "./pending-replies.ts";
import { PendingRequest } from "./pending-request.ts";
import type { SentMessage } from "./sent-message.ts";

const TIME = "Server time: 10:00:00";
const lost = new ConnectionLostError("The connection was lost.");

const requests: PendingRequest[] = [];

afterEach(() => {
  for (const pending of requests.splice(0)) pending.lose(lost);
});

function answer(text: string): ServerAnswer {
  return { kind: "answer", text, reading: readServerText(text) };
}

function message(id: number, to: string): SentMessage {
  return { id, to, text: "hello" };
}

/** A request, and what became of it: its answer's text, or the error. */
function request(endpoint: string): { request: PendingRequest; outcome: Promise<unknown> } {
  const pending = new PendingRequest(
    { endpoint, isQuestion: false, load: 0, delayMs: 0, timeoutMs: 60_000 },
    () => undefined,
  );
  requests.push(pending);
  return {
    request: pending,
    outcome: pending.answered.then(
      ({ text }) => text,
      (error: unknown) => error,
    ),
  };
}

function add(pending: PendingReplies, ...entries: (SentMessage | { request: PendingRequest })[]): PendingReplies {
  for (const entry of entries) {
    if ("request" in entry) pending.addRequest(entry.request);
    else pending.addMessage(entry, 100);
  }
  return pending;
}

describe.each(["framing", "original"] as const)("on a server of the kind %s, an answer", (serverKind) => {
  it("belongs to the oldest request of its shape, and confirms every message before that [C-69]", async () => {
    const [first, second] = [request(EndpointName.Time), request(EndpointName.Time)];
    const [early, late] = [message(1, "Bob"), message(2, "Bob")];
    const pending = add(new PendingReplies(), early, first, late, second);
    expect(pending.settle(answer(TIME), serverKind)).toMatchObject({ kind: "answered", confirmed: [early] });
    expect(await first.outcome).toBe(TIME);
    expect(pending.unconfirmed).toEqual([late]);
    expect(pending.requestCount).toBe(1);
  });

  it("tells that an earlier request of another shape was lost", async () => {
    const [list, time] = [request(EndpointName.List), request(EndpointName.Time)];
    add(new PendingReplies(), list, time).settle(answer(TIME), serverKind);
    expect(await list.outcome).toBeInstanceOf(NoAnswerError);
    expect(await time.outcome).toBe(TIME);
  });

  it("of any text belongs to a custom endpoint, an error to the endpoint that it names", async () => {
    const [roll, nope] = [request("/roll"), request("/nope")];
    const pending = add(new PendingReplies(), roll, nope);
    pending.settle(answer("You rolled a 6."), serverKind);
    pending.settle(answer(serverTexts.unknownCommand.write("/nope")), serverKind);
    expect(await roll.outcome).toBe("You rolled a 6.");
    expect(await nope.outcome).toBe("❌ Error: Unknown command '/nope'. Send a message to /help for the list.");
  });

  it.each([TIME, "Message sent to 3 users", "Online users (1): Bob", "⛔ Error: You can't roll that."])(
    "of a custom endpoint may look like another one: %s",
    async (text) => {
      const [roll, time] = [request("/roll"), request(EndpointName.Time)];
      const pending = add(new PendingReplies(), roll, time);
      pending.settle(answer(text), serverKind);
      pending.settle(answer(TIME), serverKind);
      expect(await roll.outcome).toBe(text);
      expect(await time.outcome).toBe(TIME);
    },
  );

  it("that refuses a request by the server's policy belongs to the endpoint that it names [C-75]", async () => {
    const [time, shout] = [request(EndpointName.Time), request(EndpointName.Shout)];
    const pending = add(new PendingReplies(), time, shout);
    pending.settle(answer(TIME), serverKind);
    const text = serverTexts.messageRefused.write(EndpointName.Shout, "you may not shout");
    pending.settle(answer(text), serverKind);
    expect([await time.outcome, await shout.outcome]).toEqual([TIME, text]);
  });

  it("to a long endpoint is found by what the server quotes of it [C-67]", async () => {
    const long = request(`/${"é".repeat(100)}`);
    const text = serverTexts.unknownCommand.write(long.request.endpoint);
    add(new PendingReplies(), long).settle(answer(text), serverKind);
    expect(await long.outcome).toBe(text);
  });
});

describe("an answer that reads like an error about somebody else", () => {
  const text = serverTexts.userNotFound.write("Bob");

  it("belongs to a custom endpoint that was asked before, on a server that loses no request", async () => {
    const roll = request("/roll");
    const sent = message(1, "Bob");
    const pending = add(new PendingReplies(), roll, sent);
    expect(pending.settle(answer(text), "framing")).toMatchObject({ kind: "answered", confirmed: [] });
    expect(await roll.outcome).toBe(text);
    expect(pending.unconfirmed).toEqual([sent]);
  });

  it("belongs to the message on an original server, which may have lost the request", () => {
    const sent = message(1, "Bob");
    const pending = add(new PendingReplies(), request("/roll"), sent);
    expect(pending.settle(answer(text), "original")).toMatchObject({ kind: "undeliverable", message: sent });
  });
});

describe("an error for a direct message", () => {
  it.each([
    ["❌ Error: User 'bob' not found.", "not-found"],
    ["❌ Errore: Utente 'bob' non trovato.", "not-found"],
    ["❌ Error: 'Bob' can't take more messages right now. Try again later.", "receiver-busy"],
    ["❌ Error: Message to 'bob' refused: it has a forbidden word.", "refused"],
  ])("belongs to the oldest one to that name: %s", (text, reason) => {
    const messages = [message(1, "Cleo"), message(2, "bob"), message(3, "bob")];
    const pending = add(new PendingReplies(), ...messages);
    expect(pending.settle(answer(text), "framing")).toEqual({ kind: "undeliverable", message: messages[1], reason });
    expect(pending.unconfirmed).toEqual([messages[0], messages[2]]);
  });

  it.each([
    ["cut, as ours does", serverTexts.userNotFound.write("é".repeat(100))],
    ["whole, as the original does", `❌ Errore: Utente '${"é".repeat(100)}' non trovato.`],
  ])("finds a long receiver when the server quotes it %s [C-60]", (_how, text) => {
    const sent = message(1, "é".repeat(100));
    const pending = add(new PendingReplies(), sent);
    expect(pending.settle(answer(text), "framing")).toMatchObject({ kind: "undeliverable", message: sent });
  });

  it.each(["it's", "a' not found. '", "x\ny", "'", "…", "Error: User 'Bob' not found.", "\u202e{}"])(
    "finds a receiver of odd characters: %j",
    (to) => {
      const sent = message(2, to);
      const pending = add(new PendingReplies(), message(1, "Bob"), sent, message(3, "Bob"));
      const text = serverTexts.userNotFound.write(to);
      expect(pending.settle(answer(text), "framing")).toMatchObject({ kind: "undeliverable", message: sent });
    },
  );

  it("tells two spellings of a name apart when the name itself is quoted, and not when the user is", () => {
    const messages = [message(1, "BOB"), message(2, "bob"), message(3, "Bob")];
    const pending = add(new PendingReplies(), ...messages);
    expect(pending.settle(answer("❌ Error: User 'bob' not found."), "framing")).toMatchObject({
      message: messages[1],
    });
    expect(pending.settle(answer(serverTexts.receiverBusy.write("bob")), "framing")).toMatchObject({
      message: messages[0],
    });
    expect(pending.settle(answer(serverTexts.receiverBusy.write("bob")), "framing")).toMatchObject({
      message: messages[2],
    });
    expect(pending.settle(answer(serverTexts.receiverBusy.write("bob")), "framing")).toMatchObject({ kind: "notice" });
    expect(pending.unconfirmedBytes).toBe(0);
  });

  it("of which we have sent none answers nothing", () => {
    const pending = add(new PendingReplies(), message(1, "Bob"), request(EndpointName.Time));
    const settlement = pending.settle(answer("❌ Error: User 'Cleo' not found."), "framing");
    expect(settlement).toEqual({ kind: "notice" });
  });
});

it("expects no answer to a request that was forgotten", async () => {
  const [roll, forgotten, time] = [request("/roll"), request(EndpointName.Time), request(EndpointName.Time)];
  const pending = add(new PendingReplies(), roll, forgotten, time);
  pending.forget(forgotten.request);
  pending.settle(answer("You rolled a 6."), "original");
  pending.settle(answer(TIME), "original");
  expect(await time.outcome).toBe(TIME);
  expect(pending.requestCount).toBe(0);
});

it("gives what nothing is known of when the connection is lost, and fails the requests", async () => {
  const time = request(EndpointName.Time);
  const pending = add(new PendingReplies(), message(1, "Bob"), time);
  expect(pending.clear(lost)).toEqual([message(1, "Bob")]);
  expect(await time.outcome).toBe(lost);
  expect([pending.unconfirmed, pending.unconfirmedBytes, pending.requestCount]).toEqual([[], 0, 0]);
});

it("looks at each of 20,000 messages and 1,000 requests a few times, however many are pending", () => {
  const pending = new PendingReplies();
  let looks = 0;
  for (let id = 0; id < 20_000; id++) {
    const to = id % 2 === 0 ? "Bob" : `Nobody ${id % 100}`;
    pending.addMessage(countingReads(message(id, to)), 100);
    if (id % 20 === 19) pending.addRequest(countingReads(request(EndpointName.Time).request));
  }
  let undeliverable = 0;
  let confirmed = 0;
  for (let id = 0; id < 20_000; id++) {
    if (id % 2 === 1) {
      const settlement = pending.settle(answer(serverTexts.userNotFound.write(`Nobody ${id % 100}`)), "framing");
      if (settlement.kind === "undeliverable") undeliverable += 1;
    }
    if (id % 20 === 19) {
      const settlement = pending.settle(answer(TIME), "framing");
      if (settlement.kind === "answered") confirmed += settlement.confirmed.length;
    }
  }
  expect([undeliverable, confirmed]).toEqual([10_000, 10_000]);
  expect([pending.unconfirmedBytes, pending.requestCount]).toEqual([0, 0]);
  // To look through all that is pending at each answer takes millions.
  expect(looks).toBeLessThan(20 * 21_000);

  /** Counts each time that a field or method is used. */
  function countingReads<Pending extends object>(object: Pending): Pending {
    return new Proxy(object, {
      get(target, name) {
        looks += 1;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }
});
