require "json"
require "socket"

host, port, name = ARGV
connection = TCPSocket.new(host, port)
connection.puts(name)
puts connection.gets

reader = Thread.new do
  while (line = connection.gets)
    puts line
  end
end

def message(name, to, text)
  { from: { name: name, ip: "127.0.0.1" }, to: to, msg: text }
end

2.times do
  [["/list", ""], [name, "hello"], ["/time", ""], [name, "is anybody here?"]].each do |to, text|
    outgoing = []
    outgoing << message(name, to, text)
    connection.puts(outgoing.to_json)
    sleep 0.2
  end
end

connection.close_write
reader.join(20)
connection.close
