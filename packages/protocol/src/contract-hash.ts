/** SHA-256 of `contract.sha256`: programs with the same hash were made from the same contract. Written by `contract:seal`. */
export const CONTRACT_HASH = "4a45f26ba53dd8cd5803539d3c5d3716822ae4db58f108360c608059e3836910";
