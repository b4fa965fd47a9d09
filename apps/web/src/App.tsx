import { type ReactNode, useEffect, useMemo, useState } from "react";
import { AdminClient } from "./api/admin-client.ts";
import { keepToken, readToken, takeTokenFromAddress } from "./api/token.ts";
import { Page } from "./Page.tsx";
import { TokenView } from "./views/TokenView.tsx";

/** The whole page: without a token that the server takes, it asks for one. */
export function App(): ReactNode {
  const [token, setToken] = useState(readToken);
  const [isRefused, setRefused] = useState(false);
  const client = useMemo(() => (token === null ? null : new AdminClient(token)), [token]);
  const changeToken = (given: string | null, wasRefused: boolean) => {
    keepToken(given);
    setRefused(wasRefused);
    setToken(readToken());
  };
  useEffect(() => {
    // The address with a token may be opened in the tab that shows this page already.
    const onHashChange = () => {
      takeTokenFromAddress();
      setToken(readToken());
    };
    addEventListener("hashchange", onHashChange);
    return () => removeEventListener("hashchange", onHashChange);
  }, []);
  if (!client) return <TokenView isRefused={isRefused} onToken={(given) => changeToken(given, false)} />;
  return <Page key={token} client={client} onTokenRefused={() => changeToken(null, true)} />;
}
