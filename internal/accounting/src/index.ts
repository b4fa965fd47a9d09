export { addCheckWord, CHECK_WORD_LENGTH, hasCheckWord } from "./check-word.ts";
export { clip, lengthOf, type NumberRange } from "./number-range.ts";
export { Arrival, isDelivery, StreamAccount, type StreamAccountOptions } from "./stream-account.ts";
export { StreamAccounts } from "./stream-accounts.ts";
export { addTotals, emptyTotals, type StreamTotals } from "./stream-totals.ts";
