/** The server's own commands: a message can be addressed to one of them instead of a user [C-61]. */
export const EndpointName = {
  Standard: "/standard",
  List: "/list",
  Time: "/time",
  Help: "/help",
  Shout: "/shout",
} as const;
export type EndpointName = (typeof EndpointName)[keyof typeof EndpointName];

/** Sender name of everything that the server says itself; no user can have it [C-45]. */
export const SERVER_NAME = "SERVER";

/** Sender address of everything that the server says itself [C-33]. */
export const SERVER_IP = "0.0.0.0";

/** Receiver of a refusal: a peer that has no name yet [C-34]. */
export const GUEST = "Guest";

/** Receiver of a shout as its readers see it. It is no alias for `/shout` [C-63]. */
export const EVERYONE = "Everyone";

/** Checks whether a receiver is an endpoint, known or not, rather than a user [C-4]. */
export function isEndpoint(to: string): boolean {
  return to.startsWith("/");
}
