import type { Attack } from "../attack.ts";

export const attack: Attack = {
  summary: "2,000 connections send the first half of a first message, whose name never comes.",
  aim: "C-32, handshakeTimeoutMs",
  async carryOut(room) {
    await room.begin();
    room.openMany(2_000, '{"from": {"name": "hal');
    await room.pass();
    await room.claimOpenFor();
  },
};
