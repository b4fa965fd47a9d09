package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"time"
)

type Sender struct {
	Name string `json:"name"`
	IP   string `json:"ip"`
}

type Message struct {
	From Sender `json:"from"`
	To   string `json:"to"`
	Text string `json:"msg"`
}

const moves = 5000

func write(connection net.Conn, name string) {
	output := json.NewEncoder(connection) // It writes one line for each message.
	for move := 1; move <= moves; move++ {
		position := fmt.Sprintf("x=%d y=%d", move%80, move%25)
		if output.Encode(Message{Sender{name, "127.0.0.1"}, name, position}) != nil {
			return
		}
	}
}

func main() {
	host, port, name := os.Args[1], os.Args[2], os.Args[3]
	connection, err := net.Dial("tcp", net.JoinHostPort(host, port))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(30 * time.Second))

	fmt.Fprintf(connection, "%s\n", name)
	input := bufio.NewScanner(connection)
	input.Buffer(nil, 256*1024)
	input.Scan()
	fmt.Println(input.Text())
	go write(connection, name)

	for seen := 0; seen < moves && input.Scan(); {
		var message Message
		if json.Unmarshal(input.Bytes(), &message) == nil && message.From.Name == name {
			seen++
		} else {
			fmt.Println(input.Text())
		}
	}
	connection.(*net.TCPConn).CloseWrite()
	for input.Scan() {
		fmt.Println(input.Text())
	}
}
