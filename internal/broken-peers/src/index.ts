export { BrokenPeer, type BrokenPeerName, findPythonProblem } from "./broken-peer.ts";
