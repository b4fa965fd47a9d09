/** SHA-256 of `contract.sha256`: programs with the same hash were made from the same contract. Written by `contract:seal`. */
export const CONTRACT_HASH = "318607995afde726a708dea1e54e4362b75acb8d785ce09f06fa2e0d963e9a96";
