/** SHA-256 of `contract.sha256`: programs with the same hash were made from the same contract. Written by `contract:seal`. */
export const CONTRACT_HASH = "83690007a5b66d6c1406897d1e2b675f29369d283c6dc7960f492f117549abd1";
