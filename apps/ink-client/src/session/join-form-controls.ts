import { findUsernameProblem, trimWhiteSpace } from "@chat/protocol";
import type { Action } from "../input/key-bindings.ts";
import { editField } from "../input/prompt.ts";
import type { FormField, JoinForm } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";
import { FORM_FIELDS } from "../view/join-form-rows.ts";
import type { ChatSession } from "./chat-session.ts";

/** Turns keys into edits of the join form. Its fields are edited as the prompt is. */
export class JoinFormControls {
  readonly #store: ChatStore;
  readonly #session: ChatSession;
  /** The text that was cut last, in any field. */
  #killed = "";

  constructor(store: ChatStore, session: ChatSession) {
    this.#store = store;
    this.#session = session;
  }

  press(action: Action | null, text: string | null): void {
    const { form, connection } = this.#store.state;
    if (!form || connection.kind === "connecting") return;
    switch (action) {
      case "submit":
        return this.#join(form);
      case "complete":
      case "newer":
        return this.#goTo(form, 1);
      case "complete-back":
      case "older":
        return this.#goTo(form, -1);
      default:
        return this.#edit(form, action, text);
    }
  }

  #edit(form: JoinForm, action: Action | null, typed: string | null): void {
    const value = form[form.field];
    const line = { text: value, cursor: form.cursor ?? value.length };
    const edited = editField({ line, killed: this.#killed }, action, typed);
    if (!edited) return;
    this.#killed = edited.killed;
    const { text, cursor } = edited.line;
    this.#store.dispatch({ kind: "form", form: { ...form, [form.field]: text, cursor } });
  }

  #goTo(form: JoinForm, step: number): void {
    const index = FORM_FIELDS.indexOf(form.field) + step + FORM_FIELDS.length;
    const field = FORM_FIELDS[index % FORM_FIELDS.length] ?? "name";
    this.#store.dispatch({ kind: "form", form: { ...form, field, cursor: form[field].length } });
  }

  #join(form: JoinForm): void {
    const [field, problem] = findFormProblem(form) ?? [];
    if (field !== undefined && problem !== undefined) {
      return this.#store.dispatch({ kind: "form", form: { ...form, field, cursor: form[field].length, problem } });
    }
    this.#store.dispatch({ kind: "form", form: { ...form, problem: null } });
    const target = { host: form.host.trim(), port: Number(form.port), name: trimWhiteSpace(form.name) };
    void this.#session.join(target);
  }
}

function findFormProblem({ name, host, port }: JoinForm): [FormField, string] | null {
  const nameProblem = findUsernameProblem(trimWhiteSpace(name));
  if (nameProblem) return ["name", nameProblem.text];
  if (host.trim() === "") return ["host", "The server is empty: type its name or address, such as 127.0.0.1."];
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    return ["port", "The port has to be a whole number from 1 to 65535. The usual one is 65432."];
  }
  return null;
}
