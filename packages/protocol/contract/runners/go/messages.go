package main

// Messages: section 1 of ../../CONTRACT.md.

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

type sender struct {
	Name string `json:"name"`
	IP   string `json:"ip"`
}

type message struct {
	From sender `json:"from"`
	To   string `json:"to"`
	Msg  string `json:"msg"`
}

// decodeJSONMsg returns the message, or nil for everything else [C-3] [C-5]. It reads token by token: json.Unmarshal would take
// a key twice, in other letters, or unknown.
func decodeJSONMsg(data []byte) *message {
	if !utf8.Valid(data) || hasLoneSurrogate(data) {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	var from map[string]string
	fields := readObject(decoder, []string{"from", "to", "msg"}, func() bool {
		from = readObject(decoder, []string{"name", "ip"}, nil)
		return from != nil
	})
	rest := data[decoder.InputOffset():]
	if fields == nil || len(bytes.Trim(rest, " \t\n\r")) > 0 {
		return nil
	}
	return &message{sender{from["name"], from["ip"]}, fields["to"], fields["msg"]}
}

// readObject returns the strings of an object that has exactly these keys, or nil. The value of "from" is read by readFrom.
func readObject(decoder *json.Decoder, keys []string, readFrom func() bool) map[string]string {
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil
	}
	fields := map[string]string{}
	for decoder.More() {
		token, err := decoder.Token()
		key, isText := token.(string)
		if _, isThere := fields[key]; err != nil || !isText || isThere || !contains(keys, key) {
			return nil
		}
		fields[key] = ""
		if key == "from" {
			if !readFrom() {
				return nil
			}
			continue
		}
		token, err = decoder.Token()
		if fields[key], isText = token.(string); err != nil || !isText {
			return nil
		}
	}
	if _, err := decoder.Token(); err != nil || len(fields) != len(keys) {
		return nil
	}
	return fields
}

func contains(keys []string, key string) bool {
	return strings.Contains(" "+strings.Join(keys, " ")+" ", " "+key+" ")
}

// hasLoneSurrogate finds an escape that is half of a pair: encoding/json replaces it without a word.
func hasLoneSurrogate(data []byte) bool {
	text := strings.ToLower(string(data))
	for at := 0; at+6 <= len(text); at++ {
		if text[at] != '\\' {
			continue
		}
		if text[at+1] != 'u' || text[at+2] != 'd' || text[at+3] < '8' {
			at++
			continue
		}
		if text[at+3] > 'b' || at+12 > len(text) || text[at+6:at+9] != `\ud` || text[at+9] < 'c' {
			return true
		}
		at += 11
	}
	return false
}
