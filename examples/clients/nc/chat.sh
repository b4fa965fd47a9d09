#!/bin/sh
# A chat client made of nc, for a shell:   sh chat.sh HOST PORT NAME
# Then, one command per line: `TO TEXT`, or `quit`. Escapes such as \u00e9 are shown as they come.

if [ $# -ne 3 ]; then
  echo "Usage: sh chat.sh HOST PORT NAME   (the usual port is 65432)" >&2
  exit 2
fi
host=$1 port=$2 name=$3

json() { # Escapes the text of a JSON string.
  printf '%s' "$1" | LC_ALL=C tr '\001-\037' ' ' | sed 's/[\\"]/\\&/g'
}

send() { # The first line is the name; the server fills in the address itself.
  printf '%s\n' "$name"
  while read -r to text || [ -n "$to" ]; do # The last line may lack its end.
    [ -n "$to" ] || continue
    [ "$to $text" != 'quit ' ] || break
    printf '{"from": {"name": "%s", "ip": ""}, "to": "%s", "msg": "%s"}\n' "$(json "$name")" "$(json "$to")" "$(json "$text")"
  done
}

show() { # A server writes one message on each line, its keys in this order, and no name holds a quotation mark.
  from=
  while IFS= read -r line; do
    from=${line#'{"from": {"name": "'} to=${line#*'"to": "'} text=${line#*'"msg": "'}
    from=${from%%\"*} to=${to%%\"*} text=${text%'"}'}
    printf '%s -> %s: %s\n' "$from" "$to" "$text"
    [ "$from $to" != 'SERVER Guest' ] || return 1 # Nobody can be called Guest: the name was refused.
  done
  [ -n "$from" ] || { echo "Can't connect to $host:$port." >&2 && return 1; }
}

# -N closes our half at the end of input, and the answers still arrive.
send | nc -N "$host" "$port" | show
