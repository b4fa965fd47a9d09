/** SHA-256 of `contract.sha256`: programs with the same hash were made from the same contract. Written by `contract:seal`. */
export const CONTRACT_HASH = "44b053857bdd7cdb1b2c97a13eb42979cb306bd22d17356993821c00a49e2b8d";
