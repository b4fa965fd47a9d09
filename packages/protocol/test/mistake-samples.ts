/** Bytes that a wrong client sends: the name of the mistake, what was done, and the bytes. A string is UTF-8. */
export type MistakeSample = readonly [mistake: string, title: string, bytes: string | Uint8Array];

const MESSAGE = '{"from": {"name": "Ada", "ip": "127.0.0.1"}, "to": "Bob", "msg": "hi"}';
const LONG_MESSAGE = MESSAGE.replace("hi", "x".repeat(250));
const COMPACT = MESSAGE.replaceAll(/([:,]) /g, "$1");

/** Puts bytes in front of a text. */
function behind(bytes: readonly number[], text: string): Uint8Array {
  return Buffer.concat([Uint8Array.from(bytes), Buffer.from(text)]);
}

/** Writes a number in bytes, the highest first. */
function bigEndian(number: number, size: number): number[] {
  return Array.from({ length: size }, (_, at) => Math.floor(number / 256 ** (size - 1 - at)) % 256);
}

function lengthSamples(): MistakeSample[] {
  const samples: MistakeSample[] = [];
  for (const text of [MESSAGE, `${MESSAGE}\n`, LONG_MESSAGE, MESSAGE.padEnd(123), LONG_MESSAGE.replace("hi", "é")]) {
    const { length } = Buffer.from(text);
    for (const size of [1, 2, 4, 8]) {
      if (length >= 256 ** size) continue;
      const prefix = bigEndian(length, size);
      samples.push(["length-prefix", `${length} in ${size} bytes, big-endian`, behind(prefix, text)]);
      samples.push(["length-prefix", `${length} in ${size} bytes, little-endian`, behind(prefix.reverse(), text)]);
      const own = bigEndian(length + size, size);
      samples.push(["length-prefix", `${length} and itself in ${size} bytes`, behind(own, text)]);
    }
    for (const digits of [
      `${length}`,
      `${length}:`,
      `${length} `,
      `${length}\n`,
      `${length}`.padStart(8, "0"),
      `${length}`.padEnd(64),
    ])
      samples.push(["length-prefix", `${length} in digits`, digits + text]);
    samples.push(["length-prefix", "Content-Length", `Content-Length: ${length}\r\n\r\n${text}`]);
  }
  samples.push(["length-prefix", "a netstring", `${MESSAGE.length}:${MESSAGE},`]);
  samples.push([
    "length-prefix",
    "a length that begins with white space",
    behind([0x01, 0, 0], MESSAGE.replace("hi", "x".repeat(0x120 - MESSAGE.length + 2))),
  ]);
  samples.push(["length-prefix", "4 bytes in a write of their own", Uint8Array.from(bigEndian(MESSAGE.length, 4))]);
  samples.push(["length-prefix", "a header of 64 bytes in a write of its own", `${MESSAGE.length}`.padEnd(64)]);
  return samples;
}

function utf16(text: string, isBigEndian = false): Uint8Array {
  const bytes = Buffer.from(text, "utf16le");
  return isBigEndian ? bytes.swap16() : bytes;
}

/** Bytes that are sent in place of a message. */
export const MESSAGE_SAMPLES: readonly MistakeSample[] = [
  ...lengthSamples(),
  ["utf-16", "little-endian", utf16(`${MESSAGE}\n`)],
  ["utf-16", "big-endian", utf16(MESSAGE, true)],
  ["utf-16", "with a mark", utf16(`\ufeff${MESSAGE}`)],
  ["utf-16", "a mark and a line feed, without any 0", Uint8Array.of(0xff, 0xfe, 0x0a)],
  ["utf-32", "little-endian", Buffer.from([...MESSAGE].flatMap((character) => [character.charCodeAt(0), 0, 0, 0]))],
  ["byte-order-mark", "in front", `\ufeff${MESSAGE}\n`],
  ["latin-1", "an é", Buffer.from(`${MESSAGE.replace("hi", "caffè, perché")}\n`, "latin1")],
  [
    "cut-character",
    "half an emoji",
    Buffer.concat([Buffer.from(MESSAGE.slice(0, -2)), Uint8Array.of(0xf0, 0x9f, 0x91), Buffer.from('"}')]),
  ],
  ["telnet", "a negotiation", Uint8Array.of(0xff, 0xfb, 0x1f, 0xff, 0xfb, 0x20)],
  ["telnet", "Ctrl+C", Uint8Array.of(0xff, 0xf4, 0xff, 0xfd, 0x06)],
  ["tls", "a hello", Buffer.from("160301020a010002060303".padEnd(160, "55"), "hex")],
  ["gzip", "gzip", Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)],
  ["zlib", "zlib", Uint8Array.of(0x78, 0x9c, 0xab, 0x56)],
  ["msgpack", "MessagePack", Buffer.from("83a466726f6d82a46e616d65a3416461", "hex")],
  ["cbor", "CBOR", Buffer.from("a36466726f6da2646e616d6563416461", "hex")],
  ["bson", "BSON", Buffer.from("520000000366726f6d00", "hex")],
  [
    "protobuf",
    "Protocol Buffers",
    Buffer.from("0a100a034164611209313237\x2e302e302e311203426f621a026869", "latin1").length
      ? Buffer.concat([
          Uint8Array.of(0x0a, 16, 0x0a, 3),
          Buffer.from("Ada"),
          Uint8Array.of(0x12, 9),
          Buffer.from("127.0.0.1"),
          Uint8Array.of(0x12, 3),
          Buffer.from("Bob"),
          Uint8Array.of(0x1a, 2),
          Buffer.from("hi"),
        ])
      : "",
  ],
  ["java-serialization", "ObjectOutputStream", Uint8Array.of(0xac, 0xed, 0, 5, 0x74)],
  ["pickle", "pickle.dumps", Uint8Array.of(0x80, 4, 0x95, 0x3f, 0, 0, 0)],
  ["zero-byte-end", "strlen + 1", "\0"],
  ["zero-byte-end", "sizeof buffer", `${"\0".repeat(900)}${MESSAGE}`],
  ["zero-byte-end", "and a newline", "\0\n"],
  ["encoded-twice", "json.dumps twice", JSON.stringify(MESSAGE)],
  ["encoded-twice", "thrice, with a newline", `${JSON.stringify(JSON.stringify(MESSAGE))}\n`],
  [
    "encoded-twice",
    "json.dumps(str(dict))",
    JSON.stringify("{'from': {'name': 'Ada', 'ip': ''}, 'to': 'Bob', 'msg': 'hi'}"),
  ],
  ["escaped-quotes", "without the quotes around", JSON.stringify(MESSAGE).slice(1, -1)],
  ["python-bytes", "str(data)", `b'${MESSAGE}'\n`],
  ["python-bytes", "of a newline", `b'${MESSAGE}\\n'`],
  ["python-bytes", "bytearray", `bytearray(b'${MESSAGE}')`],
  ["quoted", "repr(text)", `'${MESSAGE}'`],
  ["list-of-messages", "a list of one", `[${MESSAGE}]`],
  ["list-of-messages", "a list of two", `[\n  ${MESSAGE},\n  ${MESSAGE}\n]\n`],
  ["separator", "a comma between", `,${MESSAGE}`],
  ["separator", "a semicolon between", `;\n${MESSAGE}\n`],
  ["base64", "base64", `${Buffer.from(MESSAGE).toString("base64")}\n`],
  ["base64", "base64url", Buffer.from(COMPACT).toString("base64url")],
  ["hexadecimal", "hex", Buffer.from(MESSAGE).toString("hex")],
  [
    "hexadecimal",
    "a Buffer",
    `<Buffer ${Buffer.from(COMPACT)
      .toString("hex")
      .replaceAll(/(..)(?!$)/g, "$1 ")}>`,
  ],
  ["bytes-as-numbers", "Arrays.toString", `[${[...Buffer.from(MESSAGE)].join(", ")}]`],
  ["bytes-as-numbers", "a typed array", [...Buffer.from(MESSAGE)].join(",")],
  ["bytes-as-numbers", "JSON of a Buffer", JSON.stringify(Buffer.from(MESSAGE))],
  ["percent-encoding", "encodeURIComponent", encodeURIComponent(MESSAGE)],
  ["html-entities", "escaped for a page", MESSAGE.replaceAll('"', "&quot;")],
  ["terminal-codes", "colors", `\x1b[32m${MESSAGE}\x1b[0m`],
  ["text-in-front", "a label", `Sending: ${MESSAGE}\n`],
  ["text-in-front", "server-sent events", `data: ${MESSAGE}\n\n`],
  ["text-in-front", "JSONP", `callback(${MESSAGE})`],

  ["python-repr", "a dict", "{'from': {'name': 'Ada', 'ip': '127.0.0.1'}, 'to': 'Bob', 'msg': \"it's\"}"],
  ["python-repr", "a dict of Python 2", "{u'from': {u'name': u'Ada', u'ip': u''}, u'to': u'Bob', u'msg': u'hi'}"],
  ["python-repr", "a dataclass", "Message(from_=User(name='Ada', ip='127.0.0.1'), to='Bob', msg='hi')"],
  ["python-repr", "an object", "<__main__.Message object at 0x7f1c2a3b4c50>\n"],
  ["javascript-inspect", "util.inspect", "{\n  from: { name: 'Ada', ip: '127.0.0.1' },\n  to: 'Bob',\n  msg: 'hi'\n}"],
  [
    "javascript-inspect",
    "an object of a class",
    "Message {\n  from: User { name: 'Ada', ip: '' },\n  to: 'Bob',\n  msg: 'hi'\n}",
  ],
  ["object-object", "a string of an object", "[object Object]\n"],
  ["object-object", "glued", "[object Promise]"],
  ["ruby-inspect", "a hash", '{"from"=>{"name"=>"Ada", "ip"=>"127.0.0.1"}, "to"=>"Bob", "msg"=>"hi"}'],
  ["ruby-inspect", "a hash of symbols", '{:from=>{:name=>"Ada", :ip=>"127.0.0.1"}, :to=>"Bob", :msg=>"hi"}'],
  ["ruby-inspect", "a struct", '#<struct Message from=#<struct User name="Ada", ip="">, to="Bob", msg="hi">'],
  [
    "ruby-inspect",
    "an object",
    '#<Message:0x000078e1 @from=#<User:0x000078e2 @name="Ada", @ip="">, @to="Bob", @msg="hi">',
  ],
  ["bare-keys", "a hash of Ruby 3.4, or JSON5", '{from: {name: "Ada", ip: "127.0.0.1"}, to: "Bob", msg: "hi"}'],
  [
    "php-array",
    "print_r",
    "Array\n(\n    [from] => Array\n        (\n            [name] => Ada\n            [ip] => 127.0.0.1\n        )\n\n    [to] => Bob\n    [msg] => hi there\n)\n",
  ],
  [
    "php-array",
    "var_export",
    "array (\n  'from' => \n  array (\n    'name' => 'Ada',\n    'ip' => '127.0.0.1',\n  ),\n  'to' => 'Bob',\n  'msg' => 'hi',\n)",
  ],
  [
    "php-array",
    "var_dump",
    'array(3) {\n  ["from"]=>\n  array(2) {\n    ["name"]=>\n    string(3) "Ada"\n    ["ip"]=>\n    string(0) ""\n  }\n  ["to"]=>\n  string(3) "Bob"\n  ["msg"]=>\n  string(2) "hi"\n}\n',
  ],
  ["php-array", "source", "['from' => ['name' => 'Ada', 'ip' => ''], 'to' => 'Bob', 'msg' => 'hi']"],
  ["php-array", "a string of an array", "Array\n"],
  [
    "php-serialize",
    "serialize",
    'a:3:{s:4:"from";a:2:{s:4:"name";s:3:"Ada";s:2:"ip";s:9:"127.0.0.1";}s:2:"to";s:3:"Bob";s:3:"msg";s:2:"hi";}',
  ],
  [
    "php-serialize",
    "an object",
    'O:7:"Message":3:{s:4:"from";O:4:"User":2:{s:4:"name";s:3:"Ada";s:2:"ip";s:0:"";}s:2:"to";s:3:"Bob";s:3:"msg";s:2:"hi";}',
  ],
  [
    "perl-dumper",
    "Data::Dumper",
    "$VAR1 = {\n          'from' => {\n                      'name' => 'Ada',\n                      'ip' => '127.0.0.1'\n                    },\n          'to' => 'Bob',\n          'msg' => 'hi'\n        };\n",
  ],
  ["perl-reference", "a reference", "HASH(0x55d5c8a3f2a0)"],
  ["lua-table", "a table", "table: 0x55d5c8a3f2a0\n"],
  ["elixir-inspect", "a map", '%{from: %{name: "Ada", ip: "127.0.0.1"}, to: "Bob", msg: "hi"}'],
  ["elixir-inspect", "a map of strings", '%{"from" => %{"name" => "Ada", "ip" => ""}, "to" => "Bob", "msg" => "hi"}'],
  ["scala-map", "a Map", "Map(from -> Map(name -> Ada, ip -> 127.0.0.1), to -> Bob, msg -> hi there)"],
  ["java-to-string", "a Map", "{from={name=Ada, ip=127.0.0.1}, to=Bob, msg=hi there}"],
  ["java-to-string", "a record", "Message[from=User[name=Ada, ip=127.0.0.1], to=Bob, msg=hi there]"],
  ["java-to-string", "as an IDE writes it", "Message{from=User{name='Ada', ip=''}, to='Bob', msg='hi there'}"],
  ["java-to-string", "an object", "Message@1b6d3586"],
  ["java-to-string", "an object in a package", "it.school.chat.Message@1b6d3586\n"],
  ["java-to-string", "bytes", "[B@7852e922"],
  ["kotlin-to-string", "a data class", "Message(from=User(name=Ada, ip=127.0.0.1), to=Bob, msg=hi there)\n"],
  ["csharp-to-string", "a record", "Message { From = User { Name = Ada, Ip = 127.0.0.1 }, To = Bob, Msg = hi there }"],
  ["java-to-string", "an anonymous object of C#", "{ from = { name = Ada, ip = 127.0.0.1 }, to = Bob, msg = hi }"],
  ["csharp-to-string", "a dictionary", "System.Collections.Generic.Dictionary`2[System.String,System.Object]"],
  ["csharp-to-string", "bytes", "System.Byte[]\n"],
  ["go-percent-v", "%v", "{{Ada 127.0.0.1} Bob hi}"],
  ["go-percent-v", "%v of a pointer", "&{{Ada 127.0.0.1} Bob hi there}\n"],
  ["go-percent-v", "%+v", "{From:{Name:Ada Ip:127.0.0.1} To:Bob Msg:hi there}"],
  ["go-percent-v", "%#v", 'main.Message{From:main.User{Name:"Ada", Ip:"127.0.0.1"}, To:"Bob", Msg:"hi"}'],
  ["go-percent-v", "a map", "map[from:map[ip:127.0.0.1 name:Ada] msg:hi to:Bob]"],
  ["rust-debug", "{:?}", 'Message { from: User { name: "Ada", ip: "127.0.0.1" }, to: "Bob", msg: "hi" }'],
  ["swift-print", "a struct", 'Message(from: main.User(name: "Ada", ip: "127.0.0.1"), to: "Bob", msg: "hi")'],
  ["swift-print", "a Dictionary", '["from": ["name": "Ada", "ip": "127.0.0.1"], "to": "Bob", "msg": "hi"]'],
  ["form-encoding", "a form", "from=Ada&to=Bob&msg=hi+there\n"],
  ["form-encoding", "nested keys", "from%5Bname%5D=Ada&from%5Bip%5D=127.0.0.1&to=Bob&msg=hi"],
  [
    "xml",
    "elements",
    '<?xml version="1.0"?>\n<message><from><name>Ada</name><ip>127.0.0.1</ip></from><to>Bob</to><msg>hi &amp; bye</msg></message>\n',
  ],
  ["xml", "attributes", '<message to="Bob"><from name="Ada" ip=""/><msg>hi</msg></message>'],
  ["yaml", "YAML", "from:\n  name: Ada\n  ip: 127.0.0.1\nto: Bob\nmsg: hi there\n"],
  ["yaml", "YAML with a start", "---\nfrom:\n  ip: '127.0.0.1'\n  name: \"Ada\"\nmsg: hi\nto: Bob\n"],
  ["yaml", "TOML", 'to = "Bob"\nmsg = "hi"\n\n[from]\nname = "Ada"\nip = "127.0.0.1"\n'],
  ["bare-values", "quotes that a shell took", "{from: {name: Ada, ip: 127.0.0.1}, to: Bob, msg: hi}"],
  ["typographic-quotes", "double", "{“from”: {“name”: “Ada”, “ip”: “127.0.0.1”}, “to”: “Bob”, “msg”: “hi”}"],
  ["typographic-quotes", "single", "{‘from’: {‘name’: ‘Ada’, ‘ip’: ‘’}, ‘to’: ‘Bob’, ‘msg’: ‘hi’}"],
  ["typographic-quotes", "German", "{„from“: {„name“: „Ada“, „ip“: „“}, „to“: „Bob“, „msg“: „hi“}"],
  ["typographic-quotes", "a wide colon", '{"from"：{"name"："Ada", "ip": ""}, "to": "Bob"，"msg": "hi"}'],
  ["trailing-comma", "before the end", '{"from": {"name": "Ada", "ip": ""}, "to": "Bob", "msg": "hi",}'],
  ["trailing-comma", "inside", '{"from": {"name": "Ada", "ip": "",}, "to": "Bob", "msg": "hi"}'],
  ["missing-comma", "one", '{"from": {"name": "Ada", "ip": ""} "to": "Bob", "msg": "hi"}'],
  ["comments", "//", '{"from": {"name": "Ada", "ip": ""}, // me\n "to": "Bob", "msg": "hi"}'],
  ["comments", "/* */", '{/* a message */ "from": {"name": "Ada", "ip": ""}, "to": "Bob", "msg": "hi"}'],
  ["nan", "NaN", '{"from": {"name": "Ada", "ip": ""}, "to": "Bob", "msg": NaN}'],
  ["not-a-string", "a number", '{"from": {"name": "Ada", "ip": ""}, "to": "Bob", "msg": 42}'],
  ["not-a-string", "null", '{"from": {"name": "Ada", "ip": null}, "to": "Bob", "msg": "hi"}'],
  ["odd-space", "a no-break space", '{"from":\u00a0{"name": "Ada", "ip": ""}, "to": "Bob", "msg": "hi"}'],
  ["other-keys", "capitals", '{"From": {"Name": "Ada", "Ip": ""}, "To": "Bob", "Msg": "hi"}'],
  ["other-keys", "other words", '{"sender": {"username": "Ada", "ip": ""}, "receiver": "Bob", "message": "hi"}'],
  ["from-is-text", "a name", '{"from": "Ada", "to": "Bob", "msg": "hi"}'],
  [
    "from-is-text",
    "encoded on its own",
    '{"from": "{\\"name\\": \\"Ada\\", \\"ip\\": \\"\\"}", "to": "Bob", "msg": "hi"}',
  ],
  ["flat", "no object in the object", '{"name": "Ada", "ip": "", "to": "Bob", "msg": "hi"}'],
  ["no-value", "an empty variable", "undefined\n"],
];

/** Bytes that are sent in place of a name. */
export const NAME_SAMPLES: readonly MistakeSample[] = [
  ["length-prefix", "writeUTF", behind([0, 3], "Ada")],
  ["length-prefix", "4 bytes, big-endian", behind([0, 0, 0, 3], "Ada")],
  ["length-prefix", "4 bytes, little-endian", behind([3, 0, 0, 0], "Ada")],
  ["length-prefix", "1 byte", behind([3], "Ada")],
  ["length-prefix", "a name and a message", behind([0, 3], `Ada\0${String.fromCharCode(MESSAGE.length)}${MESSAGE}`)],
  ["length-prefix", "a netstring", "3:Ada,"],
  ["length-prefix", "a header of 64 bytes", `${"3".padEnd(64)}Ada`],
  ["zero-byte-end", "strlen + 1", "Ada\0"],
  ["zero-byte-end", "sizeof buffer", `Ada${"\0".repeat(1_021)}`],
  ["utf-16", "little-endian", utf16("Ada\n")],
  ["utf-16", "big-endian", utf16("Ada", true)],
  ["utf-16", "with a mark", utf16("\ufeffAda\n")],
  ["latin-1", "José", Buffer.from("José\n", "latin1")],
  ["latin-1", "José without a newline", Buffer.from("José", "latin1")],
  ["quoted-name", "JSON", '"Ada"\n'],
  ["python-bytes", "repr", 'b"Ada"'],
  ["name-as-json", "an object", '{"name": "Ada"}\n'],
  ["name-as-json", "a kind and a name", '{"type": "join", "username": "Ada"}'],
  ["terminal-codes", "Backspace", "Adb\x08a\r\n"],
  ["python-repr", "a first message as a dict", "{'from': {'name': 'Ada', 'ip': ''}, 'to': 'Bob', 'msg': 'hi'}"],
];
