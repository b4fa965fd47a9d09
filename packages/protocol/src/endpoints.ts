/** What a message can be addressed to besides a user: the server's own commands [C-61]. */
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

/** Whom a refusal is addressed to: a peer that has no name yet [C-34]. */
export const GUEST = "Guest";

/** Receiver of a shout as its readers see it. It is no alias for `/shout` [C-63]. */
export const EVERYONE = "Everyone";

/** Tells whether a receiver is an endpoint, known or not, rather than a user [C-4]. */
export function isEndpoint(to: string): boolean {
  return to.startsWith("/");
}
