/** The one message of the contract [C-3]. Each string is well-formed Unicode. */
export interface ChatMessage {
  from: {
    /** The sender's username. */
    name: string;
    /** The sender's address. */
    ip: string;
  };
  /** A username, or an endpoint that starts with a slash. */
  to: string;
  msg: string;
}
