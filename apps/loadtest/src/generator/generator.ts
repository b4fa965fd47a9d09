import type { AccountTotals, RefusedTable, SentTable } from "../metrics/ledger.ts";
import { ErrorKind } from "../result/error-kind.ts";
import { Measure } from "../result/measures.ts";
import { ArrivalWatch } from "./arrival-watch.ts";
import { JoinQueue } from "./join-queue.ts";
import { LoadClient, type LoadClientListener } from "./load-client.ts";
import { nowUs } from "./monotonic-clock.ts";
import type { Question } from "./question-queue.ts";
import { Receipts } from "./receipts.ts";
import type { Stamp, StreamKind } from "./stamp.ts";
import { type AccountedClient, takeAccount } from "./take-account.ts";
import { type WorkerSample, WorkerSampler } from "./worker-sampler.ts";
import type { ClientPool, LoadPlan, Workload } from "./workload.ts";

/** One event loop's part of a run: its clients, their workload, and the account of what reached them. */
export class Generator implements LoadClientListener, ClientPool {
  readonly #plan: LoadPlan;
  readonly #workload: Workload;
  readonly #sampler = new WorkerSampler();
  readonly #arrivals = new ArrivalWatch();
  readonly #joins: JoinQueue;
  /** Every client that has joined, with what arrived at it. */
  readonly #receipts = new Map<LoadClient, Receipts>();
  /** Clients that had joined, and whose last attempt to come back failed. */
  readonly #notBack = new Set<LoadClient>();
  #joined = 0;
  /** The most that were joined at once since the last sample. */
  #mostJoined = 0;
  /** Time when something last came on any connection, in microseconds of the machine's monotonic clock; `null` before. */
  #heardAtUs: number | null = null;
  #lostAtUs: number | null = null;
  #hasSentSinceHeard = false;
  /** The first client that has joined: it learns the kind of the server. */
  #probeClient: LoadClient | null = null;

  constructor(plan: LoadPlan, createWorkload: (pool: ClientPool) => Workload) {
    const { worker, workers } = plan;
    this.#plan = plan;
    this.#joins = new JoinQueue({ worker, workers, connect: (index) => this.connect(index) });
    this.#workload = createWorkload(this);
  }

  /** Connects this worker's clients with the next numbers below `end`; resolves when each has joined or failed. */
  async joinUpTo(end: number, maxPending: number): Promise<void> {
    await this.#joins.joinUpTo(end, maxPending);
  }

  start(): void {
    this.#workload.start();
  }

  /** Resolves when each client has sent the messages that it had to send; never where their number is not fixed. */
  async allSent(): Promise<void> {
    await (this.#workload.allSent ?? new Promise<never>(() => undefined));
  }

  /** Stops sending; returns what was sent. */
  stopLoad(): SentTable {
    this.#workload.stop();
    this.#joins.skip();
    const clients = [...this.#receipts.keys()];
    return {
      shouts: clients.flatMap(({ index, sentShouts }) => (sentShouts > 0 ? [[index, sentShouts] as const] : [])),
      direct: clients.flatMap(({ index, sentTo }) => [...sentTo].map(([to, count]) => [index, to, count] as const)),
      shoutTimes: clients.flatMap(({ index: sender, shoutTimes }) =>
        shoutTimes ? [{ sender, sentUs: shoutTimes.sentUs, settledUs: shoutTimes.settledUs }] : [],
      ),
      slowReaders: clients.filter(({ isExempt }) => isExempt).map(({ index }) => index),
    };
  }

  /** Waits until everything that was sent to these clients has arrived, or nothing new has for the timeout. */
  async settle(sent: SentTable, timeoutMs: number): Promise<void> {
    const lacksMessages = () => {
      const { direct, shout } = takeAccount(this.#accountedClients(), sent, this.refusals());
      return direct.lost + shout.lost > 0;
    };
    const lacksAnswers = () =>
      [...this.#receipts.keys()].some(
        (client) => client.isListening && !client.isExempt && client.asked > client.answered + client.questions.lost,
      );
    await this.#arrivals.settle({ lacksMessages, lacksAnswers }, timeoutMs);
  }

  /** Returns the messages of these clients that the server reported as undeliverable. */
  refusals(): RefusedTable {
    return [...this.#receipts.keys()].flatMap(({ index, refusedBy }) =>
      [...refusedBy].map(([receiver, count]) => [index, receiver, count] as const),
    );
  }

  account(sent: SentTable, refused: RefusedTable): AccountTotals {
    const { worker, workers } = this.#plan;
    return takeAccount(this.#accountedClients(), sent, refused, (receiver) => receiver % workers === worker);
  }

  /** Returns what happened since the last sample, and the state of this worker. */
  sample(): WorkerSample {
    const mostJoined = this.#mostJoined;
    this.#mostJoined = this.#joined;
    return this.#sampler.take({
      joined: this.#joined,
      mostJoined,
      notBack: this.#notBack.size,
      heardAtUs: this.#heardAtUs,
      lostAtUs: this.#lostAtUs,
      isOwed: this.#isOwed(),
      overdueAnswers: this.#countOverdue(),
      serverKind: this.#probeClient?.serverKind ?? null,
    });
  }

  /** Closes all clients, and makes room for others with new numbers. */
  disconnectAll(): void {
    this.#joins.skip();
    for (const client of this.#joins.pending) client.close();
    this.#joins.pending.clear();
    for (const client of this.#receipts.keys()) {
      if (!client.isJoined) continue;
      client.close();
      this.#workload.onClosed?.(client);
      this.#joined -= 1;
    }
  }

  close(): void {
    this.#workload.stop();
    this.#sampler.stop();
    for (const client of [...this.#joins.pending, ...this.#receipts.keys()]) client.close();
  }

  connect(index: number): LoadClient {
    const { sources, run, host, port, connectTimeoutMs, handshakeTimeoutMs, messageBytes } = this.#plan;
    const localAddress = sources[index % sources.length];
    const isShoutTimed = this.#workload.hasChurn ?? false;
    const client = new LoadClient(
      { run, index, host, port, localAddress, connectTimeoutMs, handshakeTimeoutMs, messageBytes, isShoutTimed },
      this,
    );
    this.reconnect(client);
    return client;
  }

  reconnect(client: LoadClient): void {
    this.#joins.pending.add(client);
    client.connect();
  }

  disconnect(client: LoadClient): void {
    this.#joined -= 1;
    client.disconnect();
  }

  release(client: LoadClient): void {
    client.close();
    this.#receipts.delete(client);
    this.#joined -= 1;
  }

  onConnected(_client: LoadClient, afterUs: number): void {
    this.#sampler.record(Measure.Connect, afterUs);
  }

  onJoined(client: LoadClient, afterUs: number): void {
    this.#sampler.record(Measure.Handshake, afterUs);
    this.#joins.pending.delete(client);
    if (this.#receipts.has(client)) this.#sampler.counts.rejoins += 1;
    else this.#receipts.set(client, new Receipts());
    this.#notBack.delete(client);
    this.#probeClient ??= client;
    this.#joined += 1;
    this.#mostJoined = Math.max(this.#mostJoined, this.#joined);
    this.#sampler.counts.joins += 1;
    this.#workload.onJoined(client);
    this.#joins.continue();
  }

  onClosed(client: LoadClient, problem: ErrorKind, detail: string): void {
    const wasPending = this.#joins.pending.delete(client);
    if (wasPending && this.#receipts.has(client)) this.#notBack.add(client);
    if (!wasPending) {
      this.#joined -= 1;
      this.#lostAtUs = nowUs();
    }
    if (client.isExempt && !wasPending) this.#sampler.counts.cutOffs += 1;
    else this.#sampler.countError(problem, detail);
    this.#workload.onClosed?.(client);
    if (wasPending) this.#joins.continue();
  }

  onDisconnected(client: LoadClient): void {
    this.#workload.onClosed?.(client);
  }

  onHeard(): void {
    this.#heardAtUs = nowUs();
    this.#hasSentSinceHeard = false;
  }

  onSent(): void {
    this.#sampler.counts.sent += 1;
    this.#hasSentSinceHeard = true;
  }

  onMessage(client: LoadClient, stamp: Stamp, atUs: number): void {
    this.#sampler.counts.received += 1;
    this.#arrivals.note();
    if (!this.#receipts.get(client)?.record(stamp)) return;
    this.#arrivals.noteNew();
    const latencyUs = atUs - stamp.sentAtUs;
    this.#sampler.record(Measure.Message, latencyUs + stamp.lateUs);
    this.#sampler.record(Measure.MessageUncorrected, latencyUs);
    this.#workload.onMessage?.(client, stamp);
  }

  onCorrupted(client: LoadClient, kind: StreamKind): void {
    this.#receipts.get(client)?.recordCorrupted(kind);
  }

  onMalformed(reason: string): void {
    this.#sampler.countError(ErrorKind.Malformed, reason);
  }

  onAnswer(client: LoadClient, question: Question, atUs: number, wrongText: string | null): void {
    this.#sampler.counts.received += 1;
    this.#arrivals.note();
    this.#arrivals.noteNew();
    if (wrongText !== null) this.#sampler.countError(ErrorKind.ErrorAnswer, wrongText);
    const latencyUs = atUs - question.askedAtUs;
    if (latencyUs > this.#plan.answerTimeoutMs * 1_000) this.#sampler.countError(ErrorKind.LateAnswer, "It came late.");
    this.#sampler.record(Measure.Answer, latencyUs + question.lateUs);
    this.#sampler.record(Measure.AnswerUncorrected, latencyUs);
    this.#workload.onAnswer?.(client, question);
  }

  onRefused(count: number): void {
    this.#arrivals.note();
    this.#arrivals.noteNew();
    const detail = "The server told that messages did not, or may not have, arrived.";
    this.#sampler.countError(ErrorKind.MessageRefused, detail, count);
  }

  #accountedClients(): AccountedClient[] {
    return [...this.#receipts].map(([client, receipts]) => {
      const { index, isExempt, intervals, asked, answered, questions } = client;
      return { index, isExempt, intervals, asked, answered, surplusAnswers: questions.surplus, receipts };
    });
  }

  /** Returns true while a welcome, an answer or a message may still come. */
  #isOwed(): boolean {
    if (this.#hasSentSinceHeard || this.#joins.pending.size > 0) return true;
    return [...this.#receipts.keys()].some(({ isJoined, questions }) => isJoined && questions.oldestAtUs !== null);
  }

  #countOverdue(): number {
    const limitUs = nowUs() - this.#plan.answerTimeoutMs * 1_000;
    let overdue = 0;
    for (const { questions, isJoined } of this.#receipts.keys()) {
      overdue += questions.lost + (isJoined && (questions.oldestAtUs ?? limitUs) < limitUs ? 1 : 0);
    }
    return overdue;
  }
}
