import { findUsernameProblem, trimWhiteSpace } from "@chat/protocol";
import { previousBoundary } from "../input/grapheme-boundary.ts";
import type { Action } from "../input/key-bindings.ts";
import type { FormField, JoinForm } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";
import { FORM_FIELDS } from "../view/join-form-rows.ts";
import type { ChatSession } from "./chat-session.ts";

/** Turns keys into edits of the join form. */
export class JoinFormControls {
  readonly #store: ChatStore;
  readonly #session: ChatSession;

  constructor(store: ChatStore, session: ChatSession) {
    this.#store = store;
    this.#session = session;
  }

  press(action: Action | null, text: string | null): void {
    const { form, connection } = this.#store.state;
    if (!form || connection.kind === "connecting") return;
    const value = form[form.field];
    switch (action) {
      case "submit":
        return this.#join(form);
      case "complete":
      case "newer":
        return this.#goTo(form, 1);
      case "complete-back":
      case "older":
        return this.#goTo(form, -1);
      case "backspace":
        return this.#type(form, value.slice(0, previousBoundary(value, value.length)));
      case "delete-to-start":
      case "delete-to-space":
      case "delete-word-back":
        return this.#type(form, "");
      case null:
        if (text !== null) this.#type(form, value + text);
        return;
      default:
    }
  }

  #type(form: JoinForm, value: string): void {
    this.#store.dispatch({ kind: "form", form: { ...form, [form.field]: value } });
  }

  #goTo(form: JoinForm, step: number): void {
    const index = FORM_FIELDS.indexOf(form.field) + step + FORM_FIELDS.length;
    const field = FORM_FIELDS[index % FORM_FIELDS.length] ?? "name";
    this.#store.dispatch({ kind: "form", form: { ...form, field } });
  }

  #join(form: JoinForm): void {
    const [field, problem] = findFormProblem(form) ?? [];
    if (field !== undefined && problem !== undefined) {
      return this.#store.dispatch({ kind: "form", form: { ...form, field, problem } });
    }
    this.#store.dispatch({ kind: "form", form: { ...form, problem: null } });
    const target = { host: form.host.trim(), port: Number(form.port), name: trimWhiteSpace(form.name) };
    void this.#session.join(target);
  }
}

/** Finds the first invalid field, and its problem. */
function findFormProblem({ name, host, port }: JoinForm): [FormField, string] | null {
  const nameProblem = findUsernameProblem(trimWhiteSpace(name));
  if (nameProblem) return ["name", nameProblem.text];
  if (host.trim() === "") return ["host", "The server is empty: type its name or address, such as 127.0.0.1."];
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    return ["port", "The port has to be a whole number from 1 to 65535. The usual one is 65432."];
  }
  return null;
}
