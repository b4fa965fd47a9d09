package main

// Display and coming back: sections 6 and 7 of ../../CONTRACT.md, as far as every client keeps them.

import "strings"

// makeHarmless replaces what acts on a terminal or forges a line of a log [C-80].
func makeHarmless(text string) string {
	return strings.Map(func(c rune) rune {
		isControl := c < 0x20 || c >= 0x7f && c <= 0x9f || c == 0x2028 || c == 0x2029
		isBidi := c == 0x61c || c == 0x200e || c == 0x200f || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069
		if isControl || isBidi {
			return '\ufffd'
		}
		return c
	}, text)
}

// comesBack decides whether a client comes back by itself [C-90] [C-91]. It has no awaySeconds when it was never online.
func comesBack(text string, isRefusal bool, awaySeconds *float64) bool {
	const removed = "⛔ Error: You were disconnected: removed by an operator"
	switch {
	case !isRefusal:
		return !strings.HasPrefix(text, removed+".") && !strings.HasPrefix(text, removed+": ")
	case awaySeconds == nil:
		return false
	case strings.HasPrefix(text, "⛔ Error: Username already in use!"):
		return *awaySeconds < 60
	}
	return strings.HasPrefix(text, "⛔ Error: Server full: ") ||
		strings.HasPrefix(text, "⛔ Error: The server can't check names ")
}
