#!/bin/sh
host=$1 port=$2 name=$3

say() { # TO TEXT
  printf '{"from": {"name": "%s", "ip": "127.0.0.1", "to": "%s", "msg": "%s"}\n' "$name" "$1" "$2"
  sleep 0.5
}

talk() {
  printf '%s\n' "$name"
  for _ in 1 2; do
    say /list ''
    say "$name" 'hello'
    say /time ''
    say "$name" 'is anybody here?'
  done
}

# -N closes our half at the end of input, and the answers still arrive.
talk | nc -N "$host" "$port"
