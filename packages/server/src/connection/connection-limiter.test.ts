import { describe, expect, it } from "vitest";
import { resolveLimits } from "../limits.ts";
import { LocalPlaces, type PlaceTaker } from "./connection-limiter.ts";

function from(ip: string): PlaceTaker {
  return { ip, refuseForLackOfRoom: () => undefined };
}

describe("LocalPlaces", () => {
  it("gives away as many as there are", () => {
    const places = new LocalPlaces(resolveLimits({ maxConnections: 2 }));
    expect([places.take(), places.take(), places.take()]).toEqual([null, null, "it takes at most 2 connections"]);
    expect(places.taken).toBe(2);
    places.giveBack(from("10.0.0.1"));
    expect(places.take()).toBeNull();
  });

  it("counts those of an address that were counted for it, and no others", () => {
    const places = new LocalPlaces(resolveLimits({ maxConnectionsPerAddress: 1 }));
    const [ada, bob] = [from("10.0.0.1"), from("10.0.0.1")];
    expect(places.takeOfAddress(ada)).toBeNull();
    expect(places.takeOfAddress(bob)).toBe("it takes at most 1 connections from one address");
    places.giveBack(bob);
    expect(places.takeOfAddress(bob)).not.toBeNull();
    places.giveBack(ada);
    expect(places.takeOfAddress(bob)).toBeNull();
  });

  it("notes that it is full once, until fewer than half of the places are taken", () => {
    const places = new LocalPlaces(resolveLimits({ maxConnections: 4 }));
    for (let count = 0; count < 4; count++) places.take();
    expect([places.noteFull(), places.noteFull()]).toEqual([true, false]);
    places.giveBack(from("10.0.0.1"));
    places.giveBack(from("10.0.0.1"));
    expect(places.noteFull()).toBe(false);
    places.giveBack(from("10.0.0.1"));
    expect(places.noteFull()).toBe(true);
  });
});
