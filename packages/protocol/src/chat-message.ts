/** The one message of the contract [C-3]. Each string is well-formed Unicode. */
export interface ChatMessage {
  /** The sender: in what a server of ours delivers, the registered name and the address that the server sees [C-50]. */
  from: {
    /** The sender's username. */
    name: string;
    /** The sender's address. */
    ip: string;
  };
  /** A username, or an endpoint that starts with a slash. */
  to: string;
  /** The text. */
  msg: string;
}
