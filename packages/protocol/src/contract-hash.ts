/** SHA-256 of `contract.sha256`: programs with the same hash were made from the same contract. Written by `contract:seal`. */
export const CONTRACT_HASH = "ccee6ca545cd4c52533c2005cfd5427b6ff0b0acbd26abfdd70fdc3f488fc0dd";
