import { show } from "@chat/command-line/known-options";
import type { Endpoint } from "./endpoint.ts";

const ENDPOINT_NAME = /^\/[\p{L}\p{Nd}_-]+$/u;

/**
 * Checks a program's own endpoints, and returns them. Plain JavaScript may pass anything.
 *
 * @throws {TypeError} for a value that is no endpoint; the message says which one, and what is wrong with it
 * @throws {RangeError} for a name that no message can be addressed to
 */
export function checkEndpoints(given: readonly unknown[]): readonly Endpoint[] {
  // By its index: forEach() would skip a hole.
  for (let index = 0; index < given.length; index++) checkEndpoint(given[index], `endpoints[${index}]`);
  return given as readonly Endpoint[];
}

function checkEndpoint(given: unknown, place: string): void {
  if (typeof given !== "object" || given === null) {
    throw new TypeError(`${place} has to be an object { name, summary, handle }, not ${show(given)}.`);
  }
  const { name, summary, handle }: { readonly [Member in keyof Endpoint]?: unknown } = given;
  if (typeof name !== "string")
    throw new TypeError(`${place} has no "name": it has to be a string, not ${show(name)}.`);
  if (!ENDPOINT_NAME.test(name)) {
    throw new RangeError(`Endpoint name ${JSON.stringify(name)}: it has to be "/" and letters, digits, "-" or "_".`);
  }
  if (typeof handle !== "function") {
    throw new TypeError(`Endpoint ${name} has no "handle": it has to be a function that answers a request.`);
  }
  if (typeof summary !== "string") {
    throw new TypeError(`Endpoint ${name} has no "summary": it has to be a string, not ${show(summary)}.`);
  }
}

/**
 * Returns endpoints by their names.
 *
 * @throws {RangeError} when two endpoints have one name
 */
export function createEndpointTable(endpoints: readonly Endpoint[]): ReadonlyMap<string, Endpoint> {
  const byName = new Map<string, Endpoint>();
  for (const endpoint of endpoints) {
    const { name } = endpoint;
    if (byName.has(name)) throw new RangeError(`Endpoint ${name} is there twice: give one of them another name.`);
    byName.set(name, endpoint);
  }
  return byName;
}
