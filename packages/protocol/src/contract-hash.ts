/** SHA-256 of `contract.sha256`: programs with the same hash were made from the same contract. Written by `contract:seal`. */
export const CONTRACT_HASH = "9452e6220dba716eb1afdbbd407420b523efa9163b5921aa70c46346ab7414d2";
