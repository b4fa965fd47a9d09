/** SHA-256 of `contract.sha256`: programs with the same hash were made from the same contract. Written by `contract:seal`. */
export const CONTRACT_HASH = "ccd978c94ad12691cbb72011d41b570194362a4e8dbe9e5924855a8813b6d1cd";
