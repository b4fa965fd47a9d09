import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AdminRoute } from "./admin-routes.ts";

const TYPES: { readonly [ending: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

const NO_PAGE = `There is no page here: it was not built. In a clone of the repository, "npm start -- --class" builds it.
The rest of this port works without it: /healthz, /metrics, and the lists below /api/v1.
`;

/** The page asks nobody but this port, runs no script that stands in its text, and is shown in no other page. */
const PAGE_POLICY = "default-src 'self'; frame-ancestors 'none'";

/** The names of files in `assets` change with their content. */
const FOR_A_YEAR = "public, max-age=31536000, immutable";

/** The folder that the build puts the page into, beside the command. */
export const PAGE_FOLDER: string = fileURLToPath(new URL("page/", import.meta.url));

/**
 * Reads the page into memory, and makes a route for each of its files: `/`, and those in `assets`. No other name is ever looked
 * up, so no path leads out of the folder. They need no token, and hold no secret. Without a page there is a text at `/`.
 */
export async function readPageRoutes(folder: string): Promise<ReadonlyMap<string, AdminRoute>> {
  const names = await readdir(join(folder, "assets")).catch(() => []);
  const page = await readPageFile(join(folder, "index.html"), "no-store");
  const routes = new Map([["/", page ?? routeOf(Buffer.from(NO_PAGE), "text/plain; charset=utf-8", "no-store")]]);
  for (const name of names) {
    const asset = await readPageFile(join(folder, "assets", name), FOR_A_YEAR);
    if (asset) routes.set(`/assets/${encodeURIComponent(name)}`, asset);
  }
  return routes;
}

/** `null` for what is no file of a kind that the page has. */
async function readPageFile(path: string, caching: string): Promise<AdminRoute | null> {
  const type = TYPES[extname(path)];
  const bytes = type === undefined ? null : await readFile(path).catch(() => null);
  return type !== undefined && bytes ? routeOf(bytes, type, caching) : null;
}

function routeOf(bytes: Buffer, type: string, caching: string): AdminRoute {
  return {
    isOpen: true,
    answer({ response }) {
      response.setHeader("Content-Security-Policy", PAGE_POLICY);
      response
        .writeHead(200, { "Content-Type": type, "Content-Length": bytes.length, "Cache-Control": caching })
        .end(bytes);
    },
  };
}
