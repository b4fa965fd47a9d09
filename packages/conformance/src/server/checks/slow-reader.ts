import { assertThat, NotJudged } from "../../checks/failure.ts";
import type { TakenMessage } from "../../wire/take-frame.ts";
import { PATIENCE_MS } from "../../wire/wire.ts";
import type { ServerCheck } from "../server-check.ts";

const SENDERS = 6;
/** Together more than two kernels and a queue hold. */
const MESSAGES = 50;
const TEXT = "x".repeat(60_000);
const LOST = /^❌ Error: (\d+) of your messages to '.*' may not have arrived\.$/;

export const check: ServerCheck = {
  title: "does not wait for a receiver that does not read, cuts it off, and tells those who wrote to it",
  rules: ["C-70", "C-71", "C-72"],
  stage: "survives",
  mend: "Bound the queue of each receiver. Answer what does not fit, never wait for a receiver, cut it off after 10 s without progress, and tell its senders how many messages may be lost. The 18 MB that are sent here also show work that a server does for each character of a text.",
  needs: ["welcome"],
  // A server that waits for it would fail the others too.
  runsAlone: true,
  async run(scene) {
    const bob = await scene.join("bob");
    bob.wire.socket.pause();
    const senders = await Promise.all(Array.from({ length: SENDERS }, async () => await scene.join("ada")));
    const busy = `❌ Error: '${bob.name}' can't take more messages right now. Try again later.`;
    const gone = `❌ Error: User '${bob.name}' not found.`;
    const refused = await Promise.all(
      senders.map(async (ada) => {
        ada.wire.send(`${ada.write(bob.name, TEXT)}\n`.repeat(MESSAGES));
        // The time comes at once, although the receiver takes nothing.
        const answers = await ada.fence(["C-70"]);
        const other = answers.find(({ msg }) => msg !== busy && msg !== gone);
        assertThat(!other, `nothing, or "${busy}"`, other?.bytes ?? "", ["C-71"]);
        return answers.length;
      }),
    );
    const accepted = SENDERS * MESSAGES - refused.reduce((sum, count) => sum + count, 0);
    if (accepted === SENDERS * MESSAGES) {
      bob.wire.socket.resume();
      for (let count = 1; count <= accepted; count += 1)
        await bob.next(`message ${count} of ${accepted}, since nobody was told that one is lost`, ["C-70"]);
      throw new NotJudged("the server took more than 15 MB for one receiver");
    }
    const isGone = (answers: readonly TakenMessage[]) => answers.some(({ msg }) => msg === gone);
    const isCutOff = await askUntil(isGone, 25_000);
    assertThat(isCutOff, "the end of the receiver after 10 s without progress", { words: "it is still online" }, [
      "C-70",
    ]);
    let received = 0;
    bob.wire.socket.resume();
    while (await bob.wire.wait(() => bob.takeNow())) received += 1;
    // A reset may have taken what the receiver had not read yet; after a clean end all that was written has come.
    const isClean = bob.wire.ending === "ended";
    const due = isClean ? Math.max(1, accepted - received) : 1;
    const countLost = () =>
      senders
        .flatMap(({ notices }) => notices.map(({ msg }) => Number(LOST.exec(msg)?.[1] ?? 0)))
        .reduce((total, count) => total + count, 0);
    // A notice may come at any time, also later than the first answer that says that the receiver has gone [C-73].
    await askUntil(() => countLost() >= due, PATIENCE_MS);
    const sum = countLost();
    const words = `${received} received, ${sum} reported, ${accepted} accepted`;
    const isKnown = sum >= due && sum <= accepted;
    assertThat(isKnown, "one notice to each sender of messages that were not written", { words }, ["C-72"]);

    /** Lets the first sender write to the receiver and all ask for the time, until its answers are the last. */
    async function askUntil(
      isOver: (answers: readonly TakenMessage[]) => boolean,
      patienceMs: number,
    ): Promise<boolean> {
      const deadline = performance.now() + patienceMs;
      while (performance.now() < deadline) {
        senders[0]?.say(bob.name, "are you there?");
        const [answers = []] = await Promise.all(senders.map((sender) => sender.fence()));
        if (isOver(answers)) return true;
        await senders[0]?.wire.wait(() => null, 300);
      }
      return false;
    }
  },
};
