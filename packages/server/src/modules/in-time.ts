/** Waits for a value, of a module's own code. Rejects when it has not come in time. */
export async function inTime<Value>(value: Value | Promise<Value>, timeoutMs: number): Promise<Value> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const reason = `nothing has come of it in ${Math.ceil(timeoutMs / 1000)} s: does it await what never comes?`;
  const timer = setTimeout(() => reject(new Error(reason)), timeoutMs);
  try {
    return await Promise.race([value, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
