// Runs the vectors against the small implementation beside it: go run . Put your own in its place.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

// runs has each kind, how it is run, and for which profile.
var runs = []struct {
	kind, profile string
	run           func(vector) bool
}{
	{"decode", "server", func(v vector) bool {
		return reflect.DeepEqual(decodeJSONMsg(v.Input.bytes()), v.Expected.Message.plain())
	}},
	{"stream", "server", runStream},
	{"hostile", "server", runStream},
	{"harmless", "client", func(v vector) bool {
		shown := makeHarmless(v.Input.Text)
		for _, kept := range v.Expected.Keeps {
			if !strings.Contains(shown, kept) {
				return false
			}
		}
		return !strings.ContainsAny(shown, v.Expected.Without)
	}},
	{"reconnect", "client", func(v vector) bool {
		return comesBack(v.Input.Text, v.Input.Refused, v.Input.AwaySeconds) == v.Expected.ComesBack
	}},
}

// runStream feeds the bytes whole, byte by byte, and cut in two: everywhere in short inputs, in the middle of long ones.
func runStream(v vector) bool {
	data, step := v.Input.bytes(), 1
	if len(data) > 2_000 {
		step = len(data)/2 + 1
	}
	isSame := readsAs(v, data) && readsAs(v, split(data)...)
	for at := 0; at < len(data); at += step {
		isSame = isSame && readsAs(v, data[:at], data[at:])
	}
	return isSame
}

// readsAs says whether the chunks give the items that the vector expects.
func readsAs(v vector, chunks ...[]byte) bool {
	stream := reader{maxBytes: maxMessageBytes}
	if v.Input.MaxMessageBytes > 0 {
		stream.maxBytes = v.Input.MaxMessageBytes
	}
	for _, chunk := range chunks {
		stream.push(chunk)
	}
	found, expected := stream.items, []item(nil)
	if atEnd := stream.end(); atEnd != nil {
		found = append(found, *atEnd)
	}
	for _, one := range v.Expected.Items {
		expected = append(expected, one.plain())
	}
	if v.Expected.AtEnd != nil {
		expected = append(expected, v.Expected.AtEnd.plain())
	}
	return reflect.DeepEqual(found, expected)
}

func split(data []byte) (chunks [][]byte) {
	for at := range data {
		chunks = append(chunks, data[at:at+1])
	}
	return chunks
}

func main() {
	hasFailed := false
	for _, row := range runs {
		data, err := os.ReadFile(filepath.Join("..", "..", "vectors", row.kind+".json"))
		var file struct{ Vectors []vector }
		if err == nil {
			err = json.Unmarshal(data, &file)
		}
		if err != nil {
			panic(err)
		}
		passed, chosen, failed := 0, 0, ""
		for _, v := range file.Vectors {
			if !contains(v.Profiles, row.profile) {
				continue
			}
			chosen++
			if row.run(v) {
				passed++
			} else {
				failed += fmt.Sprintf("  %s [%s] %s\n", v.ID, v.Rule, v.Hint)
			}
		}
		fmt.Printf("%s: %d of %d passed (%s)\n%s", row.kind, passed, chosen, row.profile, failed)
		hasFailed = hasFailed || passed < chosen
	}
	if hasFailed {
		os.Exit(1)
	}
}
