/** Why a run can't be aimed at a server: the message is for the user. */
export class TargetError extends Error {
  override readonly name = "TargetError";
  readonly code = "TARGET";
}
