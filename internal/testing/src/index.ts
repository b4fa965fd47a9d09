export { PATIENCE_MS, type Target, TestPeer } from "./test-peer.ts";
