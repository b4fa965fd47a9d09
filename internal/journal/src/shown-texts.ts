import { EndpointName, isEndpoint, type ReceivedMessage, readServerText, SERVER_NAME } from "@chat/protocol";

const CONTRACT_ENDPOINTS: ReadonlySet<string> = new Set(Object.values(EndpointName));

/**
 * Decides which texts that the server sends are its own: they are shown, since they explain what happened.
 *
 * Messages and shouts of users are not, and neither are texts that the contract does not know. An endpoint of the server's own may
 * quote what was sent to it, in any form: from the first message to one on, no text of the server is shown to this client.
 */
export class ShownTexts {
  #mayQuote: boolean;

  /** @param mayQuote - true when the client may have sent such a message already */
  constructor(mayQuote = false) {
    this.#mayQuote = mayQuote;
  }

  /** Notes a message of the client. */
  sent({ to }: ReceivedMessage): void {
    this.#mayQuote ||= isEndpoint(to) && !CONTRACT_ENDPOINTS.has(to);
  }

  /** Returns whether a message to the client may be shown. */
  mayShow({ from, msg }: ReceivedMessage): boolean {
    return from.name === SERVER_NAME && !this.#mayQuote && readServerText(msg) !== null;
  }
}
