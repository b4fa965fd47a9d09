/** SHA-256 of `contract.sha256`: programs with the same hash were made from the same contract. Written by `contract:seal`. */
export const CONTRACT_HASH = "9f8f29cb8082b9be2715f1fd4c3aff014e4d07c2f76174d93a9ce9019005bb83";
