import { cpus, release, totalmem, type } from "node:os";

/** On what was measured, in a few words. */
export function describeMachine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? "an unknown processor";
  const memory = `${Math.round(totalmem() / 1_024 ** 3)} GiB`;
  return `${processors.length} cores of ${model}, ${memory}, ${type()} ${release()}, Node ${process.versions.node}`;
}
