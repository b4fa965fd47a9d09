/** The server that a run is aimed at. */
export interface TargetServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Its process, where that is known: what it uses can be read then. */
  readonly pid: number | null;
  /** The command that was started for it, or `null` when it was there already. */
  readonly command: string | null;
  /** Whether it was started by the load tester itself. */
  readonly isOwn: boolean;
}
