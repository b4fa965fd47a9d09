export const CONTRACT_HASH = "";
