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

# Reads a message as JSON, its keys in any order: no key is there twice, so their depth does not matter.
reader='
  BEGIN { for (code = 32; code < 127; code++) letter[sprintf("%02x", code)] = sprintf("%c", code) }
  function resolve(text,  out) { # Escapes of printable ASCII alone: the others are shown as they come.
    while (match(text, /\\\\|\\u00[2-7][0-9a-fA-F]/)) {
      out = out substr(text, 1, RSTART - 1) (RLENGTH == 2 ? "\\\\" : letter[tolower(substr(text, RSTART + 4, 2))])
      text = substr(text, RSTART + RLENGTH)
    }
    return out text
  }
  {
    while (match($0, /"([^"\\]|\\.)*" *:?/)) {
      string = substr($0, RSTART + 1, RLENGTH - 1)
      $0 = substr($0, RSTART + RLENGTH)
      if (sub(/" *:$/, "", string)) key = resolve(string)
      else if (sub(/" *$/, "", string)) value[key] = resolve(string)
    }
    if ("msg" in value) print value["name"] " -> " value["to"] ": " value["msg"]
  }'

show() { # A server writes one message on each line, in plain ASCII.
  is_there=
  while IFS= read -r line; do
    is_there=yes
    answer=$(printf '%s' "$line" | LC_ALL=C tr -cd '[:print:]' | LC_ALL=C awk "$reader")
    [ -z "$answer" ] || printf '%s\n' "$answer"
    case $answer in
    'SERVER -> Guest: Notice: '*) ;; # It answers nothing.
    'SERVER -> Guest: '*) return 1 ;; # Nobody can be called Guest: the name was refused.
    esac
  done
  [ -n "$is_there" ] || { echo "Can't connect to $host:$port." >&2 && return 1; }
}

# -N closes our half at the end of input, and the answers still arrive.
send | nc -N "$host" "$port" | show
