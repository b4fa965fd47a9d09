/** The view that the page shows. */
export type Route =
  | { readonly view: "now" | "who" | "left" | "act" | "show" }
  | { readonly view: "client"; readonly id: string; readonly hint: string };

/** Reads the fragment of the address; anything unknown is the first view. */
export function readRoute(fragment: string): Route {
  const [view = "", id, hint] = fragment.replace(/^#/, "").split("/");
  if (view === "client" && id) return { view, id: decode(id), hint: decode(hint ?? "") };
  return view === "who" || view === "left" || view === "act" || view === "show" ? { view } : { view: "now" };
}

/** Returns the fragment of one client's view. The hint, its name or address, finds it again among many. */
export function clientFragment({ id, name, ip }: { id: string; name: string | null; ip: string }): string {
  return `#client/${encodeURIComponent(id)}/${encodeURIComponent((name ?? ip).toWellFormed())}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
