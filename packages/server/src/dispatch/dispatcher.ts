import { foldName, isEndpoint, type ReceivedMessage, serverTexts } from "@chat/protocol";
import type { Backplane } from "../backplane/backplane.ts";
import { checkText } from "../control/act-rules.ts";
import { writeMute } from "../control/sanction-words.ts";
import { DeliveryOutcome } from "../delivery/delivery-outcome.ts";
import { directLine } from "../delivery/line.ts";
import type { User } from "../delivery/user.ts";
import { TURN_MS } from "../limits.ts";
import type { Logger } from "../logger.ts";
import { DeadlineQueue } from "../timing/deadline-queue.ts";
import { SliceQueue } from "../timing/slice-queue.ts";
import { checkString } from "./check-string.ts";
import type { Clock, Endpoint, EndpointContext } from "./endpoint.ts";
import { createEndpointTable } from "./endpoint-table.ts";
import { refusalText } from "./in-flight-answers.ts";
import { ListTexts } from "./list-texts.ts";
import { OtherUsersView } from "./other-users-view.ts";
import { Request } from "./request.ts";
import { LastReceiver, type Requester } from "./requester.ts";
import { TroubleKind } from "./trouble.ts";
import { WelcomeLines } from "./welcome-lines.ts";

export interface DispatcherOptions {
  readonly backplane: Backplane;
  readonly endpoints: readonly Endpoint[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly endpointTimeoutMs: number;
  /**
   * Returns the words that refuse a message, or `null`.
   * @default every message is passed on
   */
  readonly filter?: ((user: User, message: ReceivedMessage) => string | null) | null;
}

/** Longest name of a receiver, as its sender writes it, that is cached: far more characters than any name has. */
const MAX_CACHED_NAME_LENGTH = 256;

/** Passes each message on to its receiver or to an endpoint of its table. Knows no endpoint by name. */
export class Dispatcher {
  readonly #backplane: Backplane;
  readonly #endpoints: ReadonlyMap<string, Endpoint>;
  readonly #endpointList: readonly Endpoint[];
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #listTexts: ListTexts;
  readonly #welcomeLines: WelcomeLines;
  /** Endpoints whose last call held the event loop for longer than a turn. */
  readonly #slowEndpoints = new Set<Endpoint>();
  readonly #slowRuns = new SliceQueue<() => void>((run) => run());
  readonly #waitingRequests: DeadlineQueue<Request>;
  readonly #filter: NonNullable<DispatcherOptions["filter"]> | null;

  /** @throws {RangeError} when two endpoints have one name. */
  constructor({ backplane, endpoints, clock, logger, endpointTimeoutMs, filter = null }: DispatcherOptions) {
    this.#backplane = backplane;
    this.#endpoints = createEndpointTable(endpoints);
    this.#endpointList = endpoints;
    this.#clock = clock;
    this.#logger = logger;
    this.#listTexts = new ListTexts(backplane);
    this.#welcomeLines = new WelcomeLines(backplane);
    this.#waitingRequests = new DeadlineQueue(endpointTimeoutMs, (request) => request.expire(endpointTimeoutMs));
    this.#filter = filter;
  }

  /** Dispatches a message of a user. No message can harm any connection but the user's own. */
  dispatch(requester: Requester, message: ReceivedMessage): void {
    const { user } = requester;
    const { from, to } = message;
    if (from.name !== user.name && foldName(from.name) !== user.key) {
      return this.#refuseForged(requester, from.name);
    }
    const refusal = this.#filter === null ? null : this.#filter(user, message);
    if (refusal !== null) {
      requester.refuse(serverTexts.error.write(refusal), { kind: TroubleKind.Filtered });
    } else if (isEndpoint(to)) {
      this.#request(requester, to, message.msg);
    } else {
      this.#sendDirect(requester, message);
    }
  }

  /** Returns whether there is an endpoint of this name, slash included. */
  hasEndpoint(name: string): boolean {
    return this.#endpoints.has(name);
  }

  /** Returns the line that greets a user who has just come online [C-33]. */
  welcomeLine(newcomer: User): string {
    return this.#welcomeLines.write(newcomer, this.#viewOthers(newcomer).count);
  }

  #viewOthers(user: User): OtherUsersView {
    return new OtherUsersView(user, this.#backplane, this.#listTexts);
  }

  /** Drops the requests that wait. */
  close(): void {
    this.#waitingRequests.clear();
    this.#slowRuns.clear();
  }

  /** Returns the answer to a user who may send nothing to others, or `null`. */
  #muteOf({ user }: Requester): string | null {
    const mute = this.#backplane.control.sanctions.muteOf(user.key);
    return mute && serverTexts.error.write(writeMute(mute));
  }

  #refuseForged(requester: Requester, claimedName: string): void {
    const claimed = this.#backplane.find(foldName(claimedName));
    requester.refuse(serverTexts.forgedSender.write(requester.user.name, claimedName), {
      kind: TroubleKind.ForgedSender,
      ...(claimed ? { claimedName: claimed.name } : {}),
    });
  }

  #sendDirect(sender: Requester, { to, msgLiteral }: ReceivedMessage): void {
    const mute = this.#muteOf(sender);
    if (mute !== null) return sender.refuse(mute, { kind: TroubleKind.Muted });
    const isCached = sender.lastReceiver?.to === to;
    if (!isCached) sender.lastReceiver = this.#findReceiver(sender, to);
    let outcome = this.#deliver(sender, msgLiteral);
    if (outcome === DeliveryOutcome.Gone && isCached) {
      // Somebody else may have the name by now.
      sender.lastReceiver = this.#findReceiver(sender, to);
      outcome = this.#deliver(sender, msgLiteral);
    }
    const receiver = sender.lastReceiver;
    // White space around a name can make it long: that is not worth the memory.
    if (to.length > MAX_CACHED_NAME_LENGTH) sender.lastReceiver = null;
    if (outcome === DeliveryOutcome.Gone)
      sender.refuse(refusalText(to, outcome), { kind: TroubleKind.UnknownUser, to });
    else if (outcome === DeliveryOutcome.NoRoom) sender.answers.add(refusalText(receiver?.user.name ?? to, outcome));
  }

  #findReceiver({ user }: Requester, to: string): LastReceiver | null {
    const receiver = this.#backplane.find(foldName(to));
    return receiver ? new LastReceiver(user, to, receiver) : null;
  }

  #deliver(sender: Requester, textLiteral: string): DeliveryOutcome {
    const receiver = sender.lastReceiver;
    if (!receiver) return DeliveryOutcome.Gone;
    return this.#backplane.deliver(receiver.user, directLine(receiver.lineStart, textLiteral), sender.mailbox);
  }

  #request(requester: Requester, to: string, text: string): void {
    const endpoint = this.#endpoints.get(to);
    if (!endpoint)
      return requester.refuse(serverTexts.unknownCommand.write(to), { kind: TroubleKind.UnknownCommand, to });
    const request = new Request(requester, endpoint, this.#logger, this.#waitingRequests);
    if (!this.#slowEndpoints.has(endpoint)) return this.#run(request, requester, endpoint, text);
    request.defer();
    requester.isHeld = true;
    this.#slowRuns.add(() => {
      this.#run(request, requester, endpoint, text);
      requester.isHeld = false;
      requester.endTurn();
    });
  }

  /** Runs an endpoint. After a call that held the event loop for long, it gets one call in a turn of the loop. */
  #run(request: Request, requester: Requester, endpoint: Endpoint, text: string): void {
    if (!requester.isAnswering) return;
    const startedAt = performance.now();
    request.run(this.#createContext(requester, text, request));
    if (performance.now() - startedAt > TURN_MS) this.#slowEndpoints.add(endpoint);
    else this.#slowEndpoints.delete(endpoint);
  }

  /** Sends for an endpoint. For a user who is mute, it answers in place of the endpoint, and reaches nobody. */
  #send<Result>(requester: Requester, request: Request, none: Result, send: () => Promise<Result>): Promise<Result> {
    const mute = this.#muteOf(requester);
    if (mute === null) return request.waitFor(send);
    request.refuse(mute, { kind: TroubleKind.Muted });
    return Promise.resolve(none);
  }

  #createContext(requester: Requester, text: string, request: Request): EndpointContext {
    const { user } = requester;
    const { reply } = request;
    return {
      sender: { name: user.name, ip: user.ip },
      text,
      clock: this.#clock,
      others: this.#viewOthers(user),
      endpoints: this.#endpointList,
      reply,
      shout: (shouted) =>
        this.#send(requester, request, 0, async () => {
          checkString("What is shouted", shouted);
          return requester.broadcast(shouted.toWellFormed());
        }),
      notify: (name, notice) =>
        this.#send(requester, request, false, async () => {
          checkString("A name", name);
          return requester.notify(name, checkText(notice));
        }),
      textRoom: (maxMessageBytes) => requester.answers.textRoom(maxMessageBytes),
    };
  }
}
