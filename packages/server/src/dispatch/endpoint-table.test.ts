import { expect, it } from "vitest";
import type { Endpoint, EndpointContext } from "./endpoint.ts";
import { checkEndpoints, createEndpointTable } from "./endpoint-table.ts";

const GOOD: Endpoint = { name: "/good", summary: "", handle: () => undefined };

class Greeting implements Endpoint {
  readonly name = "/greeting";
  readonly summary = "Greets.";
  handle({ reply }: EndpointContext): void {
    reply("hello");
  }
}

it("accepts a literal, an instance of a class, and an endpoint whose members are inherited", () => {
  const endpoints = [GOOD, new Greeting(), Object.create({ ...GOOD, name: "/inherited" })];
  expect(checkEndpoints(endpoints)).toBe(endpoints);
});

it.each<[given: unknown, error: Error]>([
  [null, new TypeError("endpoints[1] has to be an object { name, summary, handle }, not null.")],
  ["/x", new TypeError('endpoints[1] has to be an object { name, summary, handle }, not "/x".')],
  [{}, new TypeError('endpoints[1] has no "name": it has to be a string, not undefined.')],
  [{ ...GOOD, name: 5 }, new TypeError('endpoints[1] has no "name": it has to be a string, not 5.')],
  [
    { ...GOOD, name: "time" },
    new RangeError('Endpoint name "time": it has to be "/" and letters, digits, "-" or "_".'),
  ],
  [
    { name: "/x", summary: "", handel: () => undefined },
    new TypeError('Endpoint /x has no "handle": it has to be a function that answers a request.'),
  ],
  [{ ...GOOD, summary: 5 }, new TypeError('Endpoint /good has no "summary": it has to be a string, not 5.')],
])("refuses %o, and says which one it is and what is wrong", (given, error) => {
  expect(() => checkEndpoints([GOOD, given])).toThrow(error);
});

it("refuses a hole in the list", () => {
  const list: unknown[] = [GOOD];
  list[2] = GOOD;
  expect(() => checkEndpoints(list)).toThrow("endpoints[1] has to be an object");
});

it("finds endpoints by their names, and refuses two of one name", () => {
  expect(createEndpointTable([GOOD]).get("/good")).toBe(GOOD);
  expect(() => createEndpointTable([GOOD, { ...GOOD }])).toThrow(
    new RangeError("Endpoint /good is there twice: give one of them another name."),
  );
});
