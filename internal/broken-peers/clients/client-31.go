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
	Name string
	Ip   string
}

type Message struct {
	From Sender
	To   string
	Msg  string
}

func read(input *bufio.Scanner, ended chan<- bool) {
	for input.Scan() {
		fmt.Println(input.Text())
	}
	ended <- true
}

func main() {
	host, port, name := os.Args[1], os.Args[2], os.Args[3]
	connection, err := net.Dial("tcp", net.JoinHostPort(host, port))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	defer connection.Close()

	fmt.Fprintf(connection, "%s\n", name)
	input := bufio.NewScanner(connection)
	input.Buffer(nil, 256*1024)
	input.Scan()
	fmt.Println(input.Text())
	ended := make(chan bool)
	go read(input, ended)

	output := json.NewEncoder(connection) // It writes one line for each message.
	for round := 0; round < 2; round++ {
		for _, words := range [][2]string{{"/list", ""}, {name, "hello"}, {"/time", ""}, {name, "is anybody here?"}} {
			message := Message{From: Sender{name, "127.0.0.1"}, To: words[0], Msg: words[1]}
			if output.Encode(message) != nil {
				return
			}
			time.Sleep(200 * time.Millisecond)
		}
	}
	connection.(*net.TCPConn).CloseWrite()
	<-ended
}
