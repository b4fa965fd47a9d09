#!/bin/sh
host=$1 port=$2 name=$3

talk() {
  printf '%s\n' "$name"
  for line in 'hello everybody' 'is anybody here?' 'list' 'how does this work?' 'good bye'; do
    printf '%s\n' "$line"
    sleep 0.5
  done
}

# -N closes our half at the end of input, and the answers still arrive.
talk | nc -N "$host" "$port"
