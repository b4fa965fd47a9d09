/** The view that the page shows. */
export type Route =
  | { readonly view: "now" | "who" | "left" | "act" | "show" }
  | { readonly view: "client"; readonly id: string };

/** Reads the fragment of the address; anything unknown is the first view. */
export function readRoute(fragment: string): Route {
  const [view = "", id] = fragment.replace(/^#/, "").split("/");
  if (view === "client" && id) return { view, id: decodePart(id) };
  return view === "who" || view === "left" || view === "act" || view === "show" ? { view } : { view: "now" };
}

/** Returns the fragment of one client's view. */
export function clientFragment(id: string): string {
  return `#client/${encodeURIComponent(id)}`;
}

/** Reads a part of the fragment; one that is not well encoded is taken as it is. */
export function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
