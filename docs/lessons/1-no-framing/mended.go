// A small chat client. Its arguments are HOST PORT NAME; then write lines such as: Bob hello
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strings"
)

type message struct {
	From struct {
		Name string `json:"name"`
		IP   string `json:"ip"`
	} `json:"from"`
	To  string `json:"to"`
	Msg string `json:"msg"`
}

func main() {
	name := os.Args[3]
	connection, err := net.Dial("tcp", net.JoinHostPort(os.Args[1], os.Args[2]))
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(connection, "%s\n", name)
	go typeMessages(name, connection.(*net.TCPConn))
	receive(connection)
}

func typeMessages(name string, connection *net.TCPConn) {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var typed message
		typed.From.Name = name
		typed.To, typed.Msg, _ = strings.Cut(strings.TrimSpace(lines.Text()), " ")
		data, _ := json.Marshal(typed)
		connection.Write(append(data, '\n'))
	}
	connection.CloseWrite()
}

func show(data []byte) {
	var received message
	if err := json.Unmarshal(data, &received); err != nil {
		panic(err)
	}
	fmt.Printf("%q to %q: %q\n", received.From.Name, received.To, received.Msg)
}

func receive(connection net.Conn) {
	lines := bufio.NewReader(connection)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		show(line)
	}
}
