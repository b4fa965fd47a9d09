import { ChatError as AnyChatError, type InvalidMessageError, type InvalidUsernameError } from "@chat/protocol";
import type * as errors from "./errors.ts";

type ErrorClass = (typeof errors)[keyof typeof errors];

/** Any error of a client. Its `code` is one of {@link ChatErrorCode}, and tells which class it has. */
export type ChatError = InstanceType<ErrorClass> | InvalidMessageError | InvalidUsernameError;

/** The code of an error of a client. */
export type ChatErrorCode = ChatError["code"];

/** The base of all errors: what is `instanceof ChatError` has a `code` out of a closed set. */
export const ChatError: { readonly prototype: ChatError } & (abstract new () => ChatError) = AnyChatError as never;
