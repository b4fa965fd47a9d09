import { decodePart } from "../model/route.ts";

const KEY = "chat-admin-token";
const IN_FRAGMENT = /^#token=(.*)$/;

/** Takes the token out of the address, so that it is in no history and on no picture of the window. It stays in this tab alone. */
export function takeTokenFromAddress(): void {
  const given = IN_FRAGMENT.exec(location.hash)?.[1];
  if (given === undefined) return;
  history.replaceState(null, "", location.pathname);
  keepToken(decodePart(given));
}

/** Returns the token of this tab; `null` when there is none. */
export function readToken(): string | null {
  return sessionStorage.getItem(KEY);
}

/** Keeps a token for this tab, or forgets it. */
export function keepToken(token: string | null): void {
  if (token === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, token.trim());
}
