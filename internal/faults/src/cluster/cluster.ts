import { NatsServer, TcpProxy } from "@chat/testing";
import type { NodeAddress } from "../chat/client.ts";
import { type Fault, FaultKind, type NodeIndex } from "../plan/fault.ts";
import { ServerNode } from "./server-node.ts";

/** A node and its connection to the broker. */
interface Member {
  readonly node: ServerNode;
  readonly link: TcpProxy;
}

/** One chat as it is run: a broker, nodes, and a link from each to the broker, any of which can be made to fail. */
export class Cluster implements AsyncDisposable {
  readonly broker: NatsServer;
  readonly #members: readonly Member[];

  private constructor(broker: NatsServer, members: readonly Member[]) {
    this.broker = broker;
    this.#members = members;
  }

  /** @param onDeath - called when a node ends that was not killed */
  static async start(size: number, namespace: string, onDeath: (node: NodeIndex) => void): Promise<Cluster> {
    const broker = await NatsServer.start();
    const links = await Promise.all(Array.from({ length: size }, () => TcpProxy.start(broker)));
    const members = links.map((link, index) => {
      const url = `nats://127.0.0.1:${link.port}`;
      return { link, node: new ServerNode(url, `node-${index}`, namespace, () => onDeath(index)) };
    });
    const cluster = new Cluster(broker, members);
    try {
      await Promise.all(members.map(({ node }) => node.start()));
      return cluster;
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  }

  get indexes(): NodeIndex[] {
    return [...this.#members.keys()];
  }

  /** Returns the address of a node, or `null` while it doesn't listen. */
  addressOf(index: NodeIndex): NodeAddress | null {
    const { node } = this.#member(index);
    return node.isRunning && node.port > 0 ? { index, port: node.port } : null;
  }

  /** Logs of the nodes and of the broker. */
  get logs(): { readonly name: string; readonly text: string }[] {
    const nodes = this.#members.map(({ node }, index) => ({ name: `node-${index}`, text: node.log }));
    return [...nodes, { name: "nats-server", text: this.broker.output }];
  }

  async begin({ kind, node }: Fault): Promise<void> {
    switch (kind) {
      case FaultKind.NodeKilled:
        return await this.#member(node).node.kill();
      case FaultKind.NodeStopped:
        return this.#member(node).node.signal("SIGSTOP");
      case FaultKind.BrokerKilled:
        return await this.broker.kill();
      case FaultKind.LinkCut:
        return await this.#member(node).link.cut();
      case FaultKind.LinkStalled:
        return await this.#member(node).link.stall();
    }
  }

  async end({ kind, node }: Fault): Promise<void> {
    switch (kind) {
      case FaultKind.NodeKilled:
        return await this.#member(node).node.start();
      case FaultKind.NodeStopped:
        return this.#member(node).node.signal("SIGCONT");
      case FaultKind.BrokerKilled:
        return await this.broker.restart();
      case FaultKind.LinkCut:
      case FaultKind.LinkStalled:
        return await this.#member(node).link.restore();
    }
  }

  /** Kills everything at once, when nothing can be waited for. */
  killNow(): void {
    this.broker.signal("SIGKILL");
    for (const { node } of this.#members) node.killNow();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#members.map(({ node }) => node.kill()));
    await Promise.all(this.#members.map(({ link }) => link[Symbol.asyncDispose]()));
    await this.broker[Symbol.asyncDispose]();
  }

  #member(index: NodeIndex | null): Member {
    const member = index === null ? undefined : this.#members[index];
    if (!member) throw new Error(`There is no node ${index}.`);
    return member;
  }
}
