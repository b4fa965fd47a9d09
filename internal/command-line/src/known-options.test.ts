import { describe, expect, it } from "vitest";
import {
  abortSignal,
  amount,
  callback,
  checkOptions,
  explainUnknown,
  integer,
  type KnownOptions,
  oneOf,
  text,
} from "./known-options.ts";

const KNOWN: KnownOptions = {
  host: text,
  port: integer(1, 65_535),
  timeoutMs: amount,
  listen: callback,
  signal: abortSignal,
  whileAway: oneOf("keep", "reject"),
};

it("accepts every allowed value, and an option that is undefined", () => {
  checkOptions({}, KNOWN);
  checkOptions({ host: "a", port: 1, timeoutMs: Number.POSITIVE_INFINITY, whileAway: "keep" }, KNOWN);
  checkOptions({ host: undefined, listen: () => undefined, signal: new AbortController().signal }, KNOWN);
});

describe("an unknown option", () => {
  it.each([
    ["prot", 'Unknown option "prot": did you mean "port"?'],
    ["Host", 'Unknown option "Host": did you mean "host"?'],
    ["timeout", 'Unknown option "timeout": did you mean "timeoutMs"?'],
    ["whileaway", 'Unknown option "whileaway": did you mean "whileAway"?'],
    ["xyz", 'Unknown option "xyz": there are host, port, timeoutMs, listen, signal, whileAway.'],
    ["toString", 'Unknown option "toString": there are host, port, timeoutMs, listen, signal, whileAway.'],
    ["", 'Unknown option "": there are host, port, timeoutMs, listen, signal, whileAway.'],
    ["HOST", 'Unknown option "HOST": did you mean "host"?'],
    ["TIMEOUTMS", 'Unknown option "TIMEOUTMS": did you mean "timeoutMs"?'],
  ])("is refused, with the one that was meant: %s", (name, message) => {
    const check = () => checkOptions({ [name]: 5 }, KNOWN);
    expect(check).toThrow(TypeError);
    expect(check).toThrow(message);
  });

  it("is refused although its value is undefined", () => {
    expect(() => checkOptions({ prot: undefined }, KNOWN)).toThrow(TypeError);
  });

  it("within another option is named with its path", () => {
    expect(() => checkOptions({ prot: 1 }, KNOWN, "proxy.")).toThrow('"proxy.prot": did you mean "proxy.port"?');
  });
});

describe("a value that is not allowed", () => {
  it.each([
    [{ host: 5 }, "host has to be a string, not 5."],
    [{ host: null }, "host has to be a string, not null."],
    [{ port: "80" }, 'port has to be a whole number from 1 to 65535, not "80".'],
    [{ port: 0 }, "port has to be a whole number from 1 to 65535, not 0."],
    [{ port: 1.5 }, "port has to be a whole number from 1 to 65535, not 1.5."],
    [{ timeoutMs: Number.NaN }, "timeoutMs has to be a number of at least 0, not NaN."],
    [{ host: ["a"] }, "host has to be a string, not an array."],
    [{ host: new Map() }, "host has to be a string, not of type Map."],
    [{ host: Object.create(null) }, "host has to be a string, not of type object."],
    [{ host: Symbol("a") }, "host has to be a string, not Symbol(a)."],
    [{ listen: {} }, "listen has to be a function, not of type object."],
    [{ signal: {} }, "signal has to be an AbortSignal, not of type object."],
    [{ whileAway: "drop" }, 'whileAway has to be "keep" or "reject", not "drop".'],
  ])("is refused, with what is: %j", (given, message) => {
    const check = () => checkOptions(given, KNOWN);
    expect(check).toThrow(RangeError);
    expect(check).toThrow(message);
  });
});

class Settings {
  readonly #port: unknown;
  constructor(port: unknown) {
    this.#port = port;
  }
  get port() {
    return this.#port;
  }
}

describe("an option that is inherited, or that a getter returns,", () => {
  it("is checked, and is there in the copy", () => {
    expect(checkOptions(new Settings(80), KNOWN)).toEqual({ port: 80 });
    expect(checkOptions(Object.create({ port: 80, host: undefined }), KNOWN)).toEqual({ port: 80 });
    expect(() => checkOptions(new Settings("80"), KNOWN)).toThrow(RangeError);
    expect(() => checkOptions(Object.create({ port: "80" }), KNOWN)).toThrow(RangeError);
  });

  it("is refused when it does not exist", () => {
    expect(() => checkOptions(Object.create({ prot: 80 }), KNOWN)).toThrow('"prot": did you mean "port"?');
  });
});

it.each<[given: unknown, shown: string]>([
  [undefined, "undefined"],
  [null, "null"],
  [5, "5"],
  ["host", '"host"'],
  [[1], "an array"],
  [new Map([["port", 80]]), "of type Map"],
  [new Date(0), "of type Date"],
  [Promise.resolve({ port: 80 }), "of type Promise"],
  [() => undefined, "of type function"],
])("takes no %o for options", (given, shown) => {
  expect(() => checkOptions(given, KNOWN)).toThrow(new TypeError(`The options have to be an object, not ${shown}.`));
});

it("explains any other kind of name as well", () => {
  expect(explainUnknown("event", "mesage", ["message", "shout"])).toBe(
    'Unknown event "mesage": did you mean "message"?',
  );
});
