import type { ConnectionRecorder } from "@chat/journal";
import { readProxyHeader } from "../connection/proxy-header.ts";
import type { Transport, TransportListener } from "../transport/transport.ts";

const NO_BYTES = new Uint8Array(0);

/** A transport that passes a copy of everything to a recorder, as long as it has one. */
export class RecordedTransport implements Transport, TransportListener {
  /** `null` when the connection need not be recorded any more. */
  recorder: ConnectionRecorder | null;
  /** The way in which the transport has gone; `null` as long as it has not. */
  gone: "closed" | "broken" | null = null;
  readonly #transport: Transport;
  readonly #onOpen: (listener: TransportListener) => void;
  #listener: TransportListener | null = null;
  /** The first bytes, until the header of a trusted proxy is complete. It is not the client's, and no position counts it. */
  #proxyHead: Uint8Array | null;

  constructor(
    transport: Transport,
    recorder: ConnectionRecorder,
    { awaitsProxy, onOpen }: { readonly awaitsProxy: boolean; readonly onOpen: (listener: TransportListener) => void },
  ) {
    this.#transport = transport;
    this.recorder = recorder;
    this.#onOpen = onOpen;
    this.#proxyHead = awaitsProxy ? NO_BYTES : null;
  }

  get remoteAddress(): string | undefined {
    return this.#transport.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.#transport.remotePort;
  }

  get isWritable(): boolean {
    return this.#transport.isWritable;
  }

  get untakenBytes(): number {
    return this.#transport.untakenBytes;
  }

  get isOutputEnded(): boolean {
    return this.#transport.isOutputEnded;
  }

  open(listener: TransportListener): void {
    this.#listener = listener;
    this.#onOpen(listener);
    this.#transport.open(this);
  }

  write(text: string): boolean {
    this.recorder?.bytes("server", Buffer.from(text, "latin1"));
    return this.#transport.write(text);
  }

  end(): void {
    if (this.#transport.isWritable) this.recorder?.ended("server");
    this.#transport.end();
  }

  pause(): void {
    this.#transport.pause();
  }

  resume(): void {
    this.#transport.resume();
  }

  destroy(): void {
    this.#transport.destroy();
  }

  receive(bytes: Uint8Array): void {
    if (this.recorder) this.#record(this.recorder, bytes);
    this.#listener?.receive(bytes);
  }

  inputEnded(): void {
    this.recorder?.ended("client");
    this.#listener?.inputEnded();
  }

  outputTaken(): void {
    this.#listener?.outputTaken();
  }

  outputEnded(): void {
    this.#listener?.outputEnded();
  }

  closed(hadError: boolean): void {
    this.gone = hadError ? "broken" : "closed";
    this.#listener?.closed(hadError);
  }

  #record(recorder: ConnectionRecorder, bytes: Uint8Array): void {
    if (!this.#proxyHead) return recorder.bytes("client", bytes);
    const head = Buffer.concat([this.#proxyHead, bytes]);
    const header = readProxyHeader(head);
    this.#proxyHead = header.kind === "incomplete" ? head : null;
    if (header.kind === "header") recorder.bytes("client", head.subarray(header.length));
    else if (header.kind === "malformed") recorder.bytes("client", head);
  }
}
