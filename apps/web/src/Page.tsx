import { type ComponentType, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { type AdminClient, TokenRefusedError } from "./api/admin-client.ts";
import { usePolled } from "./api/use-polled.ts";
import type { ActRequest } from "./model/contract.ts";
import { type Route, readRoute } from "./model/route.ts";
import { addSample, type Sample } from "./model/samples.ts";
import { judge } from "./model/verdict.ts";
import { troubleWords } from "./model/words.ts";
import { type Effect, PageContext } from "./page-context.ts";
import { ActDialog } from "./parts/ActDialog.tsx";
import { VerdictLine } from "./parts/VerdictLine.tsx";
import { ActView } from "./views/ActView.tsx";
import { ClientView } from "./views/ClientView.tsx";
import { LeftView } from "./views/LeftView.tsx";
import { NowView } from "./views/NowView.tsx";
import { ShowView } from "./views/ShowView.tsx";
import { WhoView } from "./views/WhoView.tsx";

const NOW_EVERY_MS = 1_000;
const WORST_EVERY_MS = 2_000;

/** The connections, and those who left or were refused, that are looked at in every view: trouble comes first. */
const WORST = { limit: 6 };

/** Time in which those who left count as news, in milliseconds. */
const NEWS_MS = 60_000;

const MAX_EFFECTS = 50;

/** The views of the bar on top. */
const VIEWS: readonly { view: Route["view"]; title: string; Content?: ComponentType }[] = [
  { view: "now", title: "Now", Content: NowView },
  { view: "who", title: "Who", Content: WhoView },
  { view: "left", title: "Who left", Content: LeftView },
  { view: "act", title: "Act", Content: ActView },
  { view: "show", title: "Show" },
];

/** The page of somebody whose token is right, as far as is known. */
export function Page({ client, onTokenRefused }: { client: AdminClient; onTokenRefused: () => void }): ReactNode {
  const route = useRoute();
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const [silentSince, setSilentSince] = useState<number | null>(null);
  const [request, setRequest] = useState<ActRequest | null>(null);
  const [effects, setEffects] = useState<readonly Effect[]>([]);
  const [hidesNames, setHidesNames] = useState(false);
  const [lists] = useState(() => new Map());
  const onError = (error: Error) => {
    if (error instanceof TokenRefusedError) onTokenRefused();
  };
  const askNow = async (signal: AbortSignal) => {
    const now = await client.now(signal);
    setSamples((before) => addSample(before, { at: performance.now(), now }));
    setSilentSince(null);
  };
  const onSilence = (error: Error) => {
    setSilentSince((before) => before ?? performance.now() - NOW_EVERY_MS);
    onError(error);
  };
  const { error } = usePolled("now", NOW_EVERY_MS, askNow, onSilence, true);
  const { answer } = usePolled("worst", WORST_EVERY_MS, (signal) => client.connections(WORST, signal), onError);
  const silentMs = silentSince === null || !error ? 0 : performance.now() - silentSince;
  const { answer: left } = usePolled("gone", WORST_EVERY_MS, (signal) => client.leaves(WORST, signal), onError);
  const gone = (left?.rows ?? []).filter(({ at, trouble }) => trouble !== null && at > (left?.now ?? 0) - NEWS_MS);
  const worst = (answer?.rows ?? []).filter((row) => troubleWords(row) !== "");
  const troubled = answer?.troubled ?? 0;
  const isShow = route.view === "show";
  const verdict = judge({ samples, silentMs, troubled, worst, gone, hidesNames: isShow && hidesNames });
  const contents = { client, samples, verdict, worst, troubled, effects, lists, ask: setRequest, onError };
  const onDone = (text: string | null) => {
    setRequest(null);
    if (text !== null) setEffects((before) => [{ at: new Date(), text }, ...before].slice(0, MAX_EFFECTS));
  };
  return (
    <PageContext value={contents}>
      {isShow ? (
        <ShowView hidesNames={hidesNames} onHideNames={setHidesNames} />
      ) : (
        <>
          <header className="bar">
            <Navigation route={route} />
            <VerdictLine verdict={verdict} />
          </header>
          <main id="view">
            <View route={route} />
          </main>
        </>
      )}
      {request && <ActDialog key={JSON.stringify(request)} request={request} client={client} onDone={onDone} />}
      <p className="unseen" role="status">
        {effects[0]?.text}
      </p>
    </PageContext>
  );
}

function Navigation({ route }: { route: Route }): ReactNode {
  const current = route.view === "client" ? "who" : route.view;
  return (
    <nav aria-label="Views">
      {VIEWS.map(({ view, title }) => (
        <a key={view} href={`#${view}`} aria-current={view === current ? "page" : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}

function View({ route }: { route: Route }): ReactNode {
  if (route.view === "client") return <ClientView key={route.id} id={route.id} />;
  const { Content = NowView } = VIEWS.find(({ view }) => view === route.view) ?? {};
  return <Content />;
}

/** Follows the address; a new view begins at its top, and takes the focus to its heading. */
function useRoute(): Route {
  const [fragment, setFragment] = useState(location.hash);
  const route = useMemo(() => readRoute(fragment), [fragment]);
  const isFirst = useRef(true);
  useEffect(() => {
    const onHashChange = () => setFragment(location.hash);
    addEventListener("hashchange", onHashChange);
    return () => removeEventListener("hashchange", onHashChange);
  }, []);
  useEffect(() => {
    const title = VIEWS.find(({ view }) => view === route.view)?.title ?? "One client";
    document.title = `${title} · chat server`;
    if (!isFirst.current) document.querySelector<HTMLElement>("h1")?.focus();
    isFirst.current = false;
  }, [route]);
  return route;
}
