package main

// The vectors as their files have them: see ../../vectors/README.md.

import (
	"encoding/json"
	"strings"
)

// text is a text of a vector: a string, or parts when it is too long to write out.
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	var parts source
	if data[0] == '{' {
		err := json.Unmarshal(data, &parts)
		*t = text(parts.bytes())
		return err
	}
	return json.Unmarshal(data, (*string)(t))
}

// source has the bytes of a vector, in one of four forms.
type source struct {
	Text   string
	Base64 []byte
	Repeat string
	Times  int
	Parts  []source
}

func (s source) bytes() []byte {
	all := append([]byte(s.Text+strings.Repeat(s.Repeat, s.Times)), s.Base64...)
	for _, part := range s.Parts {
		all = append(all, part.bytes()...)
	}
	return all
}

type vectorMessage struct {
	From    struct{ Name, IP text }
	To, Msg text
}

type vectorItem struct {
	Message  *vectorMessage
	Rejected string
	Offset   int
	IsFatal  bool
}

func (v *vectorMessage) plain() *message {
	if v == nil {
		return nil
	}
	return &message{sender{string(v.From.Name), string(v.From.IP)}, string(v.To), string(v.Msg)}
}

func (v vectorItem) plain() item { return item{v.Message.plain(), v.Rejected, v.Offset, v.IsFatal} }

type vector struct {
	ID, Rule, Hint string
	Profiles       []string
	Input          struct {
		source
		MaxMessageBytes int
		Refused         bool
		AwaySeconds     *float64
	}
	Expected struct {
		Message   *vectorMessage
		Items     []vectorItem
		AtEnd     *vectorItem
		Without   string
		Keeps     []string
		ComesBack bool
	}
}
