/** Why a run can't be aimed at a server: the message is for the user. */
export class TargetError extends Error {
  override readonly name = "TargetError";
  readonly code = "TARGET";
  /** Whether what the user asked for is not allowed, or can't be: no server could help. */
  readonly isWrongUsage: boolean;

  constructor(message: string, { isWrongUsage = false } = {}) {
    super(message);
    this.isWrongUsage = isWrongUsage;
  }
}
