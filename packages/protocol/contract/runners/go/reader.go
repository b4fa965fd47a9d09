package main

// Framing: section 2 of ../../CONTRACT.md. It opens no sockets.

import (
	"unicode"
	"unicode/utf8"
)

const maxMessageBytes = 65_536

// item is a message or a rejection, and where its frame began.
type item struct {
	Message  *message
	Rejected string
	Offset   int
	IsFatal  bool
}

// reader takes bytes as they come, and finds the frames in them [C-10] to [C-14].
type reader struct {
	items               []item
	maxBytes, offset    int
	start, depth        int
	frame, character    []byte
	isGarbage, isOver   bool
	inString, isEscaped bool
}

func (r *reader) push(data []byte) {
	for _, b := range data {
		if !r.isOver {
			r.accept(b)
		}
		r.offset++
	}
}

// end returns the rejection that the end of the input brings, or nil.
func (r *reader) end() *item {
	switch {
	case r.isOver:
		return nil
	case r.depth > 0:
		return &item{Rejected: "incomplete", Offset: r.start, IsFatal: true}
	case len(r.character) > 0:
		return &item{Rejected: "invalid-utf8", Offset: r.offset - len(r.character), IsFatal: true}
	}
	return nil
}

func (r *reader) reject(code string, offset int, isFatal bool) {
	r.items = append(r.items, item{Rejected: code, Offset: offset, IsFatal: isFatal})
	r.isOver = isFatal
}

func (r *reader) accept(b byte) {
	isObject := r.depth > 0
	if isObject && len(r.frame) == r.maxBytes {
		r.reject("too-large", r.start, true)
		return
	}
	r.character = append(r.character, b)
	begun := r.offset + 1 - len(r.character)
	character, size := utf8.DecodeRune(r.character)
	isWhole := utf8.FullRune(r.character)
	if isWhole && character == utf8.RuneError && size == 1 {
		if isObject {
			begun = r.start
		}
		r.reject("invalid-utf8", begun, true)
		return
	}
	if isWhole {
		r.character = r.character[:0]
	}
	switch {
	case isObject:
		r.acceptInside(b)
	case !isWhole:
	case character == '{':
		r.start, r.depth, r.frame, r.isGarbage = r.offset, 1, []byte{b}, false
	case r.isGarbage:
		r.isGarbage = character != '\n'
	case !unicode.Is(unicode.White_Space, character) && !(character == '\ufeff' && begun == 0):
		r.isGarbage = true
		r.reject("stray-text", begun, false)
	}
}

func (r *reader) acceptInside(b byte) {
	r.frame = append(r.frame, b)
	switch {
	case r.inString && (r.isEscaped || b == '\\'):
		r.isEscaped = !r.isEscaped
	case b == '"':
		r.inString = !r.inString
	case r.inString:
	case b == '{':
		r.depth++
	case b == '}':
		r.depth--
	}
	if r.depth > 0 {
		return
	}
	if decoded := decodeJSONMsg(r.frame); decoded != nil {
		r.items = append(r.items, item{Message: decoded, Offset: r.start})
	} else {
		r.reject("not-a-message", r.start, false)
	}
}
