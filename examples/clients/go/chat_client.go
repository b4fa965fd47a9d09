// A chat client that reads line by line, since a server ends each message with a line feed, and that stays connected:
// `go run chat_client.go HOST PORT NAME`. Then, one command per line: `TO TEXT`, or `"TO WITH SPACES" TEXT`, or `quit`.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"math/rand"
	"net"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	dismissed = "⛔ Error: You were disconnected: removed by an operator" // A client does not come back after this.

	maxMessageBytes = 262_144          // The most that a server may write for one message.
	quiet           = 20 * time.Second // When nothing came for so long, we ask the server for the time.
	patience        = 10 * time.Second // When it does not answer for so long, it is dead, and we hang up.
	longestWait     = 30.0             // s. Before we try again, we wait at most 0.5 s, 1 s, 2 s ... but never longer.
	nameHeld        = 60 * time.Second // A lost connection may hold our name for so long.
)

var (
	// A string in valid JSON. Half of a surrogate pair is no text, though encoding/json takes it.
	jsonString = regexp.MustCompile(`"(?:[^"\\]|\\[^u]|\\u(?:[^dD]|[dD][0-7])|\\u[dD][89abAB]..\\u[dD][c-fC-F])*"`)
	// What could move the cursor, forge a line or turn the text around in a terminal.
	unsafe    = regexp.MustCompile(`[\x00-\x1f\x7f-\x{9f}\x{61c}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}]`)
	temporary = regexp.MustCompile(`^⛔ Error: (Server full|The server can't check names)`)
	// These answer nothing, and may come before the welcome.
	notice = regexp.MustCompile(`^(Notice: |Server is shutting down$|❌ Error: \d+ of your messages |⛔ Error: You were disconnected: )`)
	// TO TEXT, or "TO WITH SPACES" TEXT: no name holds a quotation mark.
	command   = regexp.MustCompile(`^\s*(?:"([^"]*)"?|(\S+))\s*(.*?)\s*$`)
	current   atomic.Pointer[visit] // The last visit that was accepted: commands go there.
	isLeaving atomic.Bool
)

// escape writes JSON in plain ASCII. A character above U+FFFF, such as an emoji, is two escapes.
func escape(text string) string {
	var out strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		if i := strings.IndexRune("\"\\\b\f\n\r\t", rune(unit)); i >= 0 {
			out.WriteString(`\` + `"\bfnrt`[i:i+1])
		} else if unit >= ' ' && unit <= '~' {
			out.WriteByte(byte(unit))
		} else {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}

// decode returns the name, the address, the receiver and the text, and whether the line is a message.
func decode(line []byte) (texts [4]string, ok bool) {
	var m map[string]any
	// Five keys and four values: one more string is an unknown key, or one that is there twice.
	if !utf8.Valid(line) || json.Unmarshal(line, &m) != nil || len(jsonString.FindAll(line, -1)) != 9 {
		return texts, false
	}
	from, _ := m["from"].(map[string]any)
	for i, value := range []any{from["name"], from["ip"], m["to"], m["msg"]} {
		if texts[i], ok = value.(string); !ok {
			return texts, false
		}
	}
	return texts, true
}

type visit struct { // One connection, from its beginning to its end.
	net.Conn
	state  string // "", then "accepted" or "refused", or "dismissed" by the operator.
	probes int    // Our own questions for the time, whose answers are not shown.
}

// Read waits for bytes. A silent server is asked for a sign of life.
func (v *visit) Read(chunk []byte) (int, error) {
	v.SetReadDeadline(time.Now().Add(quiet))
	count, err := v.Conn.Read(chunk)
	if os.IsTimeout(err) && v.state == "accepted" && !isLeaving.Load() {
		v.probes++
		v.send("/time", "")
		v.SetReadDeadline(time.Now().Add(patience))
		return v.Conn.Read(chunk)
	}
	return count, err
}

func (v *visit) send(to, text string) {
	v.SetWriteDeadline(time.Now().Add(patience))
	ip := v.LocalAddr().(*net.TCPAddr).IP
	const message = `{"from": {"name": "%s", "ip": "%s"}, "to": "%s", "msg": "%s"}` + "\n"
	if _, err := fmt.Fprintf(v, message, escape(os.Args[3]), ip, escape(to), escape(text)); err != nil {
		log.Println("(Not connected: this was not sent.)")
		v.Close() // Half of a message may be written, and nothing can follow that.
	}
}

func (v *visit) take(from, to, text string) {
	if from == "SERVER" && v.probes > 0 && strings.HasPrefix(text, "Server time: ") {
		v.probes--
		return
	}
	fmt.Println(unsafe.ReplaceAllStringFunc(from+" -> "+to+": "+text, escape))
	if from == "SERVER" && notice.MatchString(text) {
		if strings.HasPrefix(text, dismissed) {
			v.state = "dismissed"
		}
	} else if from == "SERVER" && to == "Guest" && !temporary.MatchString(text) { // Nobody can be called Guest.
		v.state = "refused"
	} else if v.state == "" && to != "Guest" {
		v.state = "accepted"
		if current.Swap(v) == nil {
			go readCommands()
		}
	}
}

// talk joins, and shows what arrives until the connection ends.
func (v *visit) talk() (err error) {
	if v.Conn, err = net.DialTimeout("tcp", net.JoinHostPort(os.Args[1], os.Args[2]), patience); err != nil {
		return err
	}
	defer v.Close()
	fmt.Fprintln(v, os.Args[3])
	lines := bufio.NewScanner(v)
	for lines.Buffer(nil, maxMessageBytes+2); lines.Scan(); {
		if texts, ok := decode(lines.Bytes()); ok { // A line that is no message is skipped.
			v.take(texts[0], texts[2], texts[3])
		}
	}
	return lines.Err()
}

func readCommands() {
	log.Println("Write TO TEXT (TO is a name, or /list, /time, /help, /shout), or quit.")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan() && strings.TrimSpace(lines.Text()) != "quit"; {
		if parts := command.FindStringSubmatch(lines.Text()); parts != nil {
			current.Load().send(parts[1]+parts[2], parts[3])
		}
	}
	isLeaving.Store(true)
	if current.Load().Conn.(*net.TCPConn).CloseWrite() != nil { // Closes our half only: answers can still arrive.
		os.Exit(1)
	}
}

func main() {
	rand.Seed(time.Now().UnixNano())
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Println("Usage: chat_client HOST PORT NAME   (the usual port is 65432)")
		os.Exit(2)
	}
	for seconds, lostAt := 0.5, (time.Time{}); ; seconds = math.Min(2*seconds, longestWait) {
		v, startedAt := &visit{}, time.Now()
		err := v.talk()
		if err == nil && isLeaving.Load() {
			os.Exit(0)
		}
		log.Printf("No chat with %s:%s any more: %v", os.Args[1], os.Args[2], err)
		if v.state == "accepted" {
			if lostAt = time.Now(); lostAt.Sub(startedAt).Seconds() > longestWait { // It held.
				seconds = 0.5
			}
		}
		// A name in use right after a loss is our own. At the first connection it is somebody else's.
		isRefused := v.state == "refused" && time.Since(lostAt) > nameHeld
		if isRefused || v.state == "dismissed" || lostAt.IsZero() || isLeaving.Load() {
			os.Exit(1)
		}
		pause := seconds * rand.Float64() // At random, so that a whole class does not come back at once.
		log.Printf("Trying again in %.1f s.", pause)
		time.Sleep(time.Duration(pause * float64(time.Second)))
	}
}
