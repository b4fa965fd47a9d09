export { asciiJson, asciiJsonBytes } from "./ascii-json.ts";
export type { ChatMessage } from "./chat-message.ts";
export {
  ClientSession,
  type ClientSessionItem,
  type HandshakeRefusal,
  type ServerAnswer,
  type ServerKind,
  type ServerKindChange,
  type ServerNotice,
  type Welcome,
} from "./client-session.ts";
export { CONTRACT_HASH } from "./contract-hash.ts";
export { type DisplayTextOptions, displayText } from "./display-text.ts";
export { EndpointName, EVERYONE, GUEST, isEndpoint, SERVER_IP, SERVER_NAME } from "./endpoints.ts";
export { ChatError, InvalidMessageError, InvalidUsernameError } from "./errors.ts";
export { encodeHandshake, type Handshake, type HandshakeProblem, HandshakeReader } from "./handshake.ts";
export {
  ENCODING,
  LIST_MESSAGE_BYTES,
  MAX_HANDSHAKE_BYTES,
  MAX_MARKS_IN_A_ROW,
  MAX_MESSAGE_BYTES,
  MAX_NAME_BYTES,
  MAX_NAME_CHARACTERS,
  MAX_NAME_SPELLING_LENGTH,
  MAX_QUOTED_BYTES,
  MAX_SERVER_MESSAGE_BYTES,
  PORT,
  QUIET_TIME_MS,
  UNFRAMED_BACKLOG_MESSAGES,
  UNFRAMED_MESSAGE_BYTES,
  UNFRAMED_WRITE_GAP_MS,
} from "./limits.ts";
export { getLocalIp } from "./local-ip.ts";
export {
  createJsonMsg,
  decodeJsonMsg,
  encodeMessage,
  getStandardJson,
} from "./message.ts";
export {
  type ForkedReader,
  MessageReader,
  type MessageReaderOptions,
  type OpenFrame,
  type ReaderItem,
} from "./message-reader.ts";
export { ReceivedMessage } from "./received-message.ts";
export { type Rejection, RejectionCode } from "./rejection.ts";
export {
  cutToBytes,
  type NameList,
  type NamesToTell,
  readServerText,
  type ServerText,
  type ServerTextKind,
  type ServerTextReading,
  serverTexts,
} from "./server-texts.ts";
export {
  ALLOWED_SCRIPTS,
  findUsernameProblem,
  foldName,
  isSameName,
  RESERVED_NAMES,
  type UsernameProblem,
} from "./username.ts";
export { trimWhiteSpace } from "./white-space.ts";
