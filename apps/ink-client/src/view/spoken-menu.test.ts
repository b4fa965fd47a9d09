import { expect, it } from "vitest";
import { writeSpokenMenu } from "./spoken-menu.ts";

function items(...labels: string[]) {
  return labels.map((label) => ({ label, hint: "", isServer: false }));
}

it.each([
  [items("Bob"), -1, "1 choice: Bob"],
  [items("Bob", "Bruno"), -1, "2 choices: Bob, Bruno"],
  [items("Bob", "Bruno"), 1, "Bruno, 2 of 2"],
  [items(...Array.from("abcdefghij")), -1, "10 choices: a, b, c, d, e, f, g, h and 2 more"],
  [items("a\u001b[2Jb\n"), -1, "1 choice: a␛[2Jb␤"],
])("reads the choices (%#)", (choices, selected, text) => {
  expect(writeSpokenMenu({ items: choices, selected })).toBe(text);
});
