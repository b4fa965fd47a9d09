import { type FormEvent, type ReactNode, useState } from "react";

/** Asks for the token, when there is none or the server does not take it. */
export function TokenView(props: { isRefused: boolean; onToken: (token: string) => void }): ReactNode {
  const [token, setToken] = useState("");
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    props.onToken(token);
  };
  return (
    <main className="panel token">
      <h1>Chat server</h1>
      <p role="alert">
        {props.isRefused
          ? "The server does not take this token. Each start of the server makes a new one, so it may be of an earlier start."
          : "This page needs the token of the server."}
      </p>
      <p>Open the address that the server printed when it started, or paste the token that is in it.</p>
      <form className="act" autoComplete="off" onSubmit={onSubmit}>
        <label>
          Token
          <input type="password" required value={token} onChange={({ target }) => setToken(target.value)} />
        </label>
        <button type="submit" className="main">
          Open
        </button>
      </form>
    </main>
  );
}
