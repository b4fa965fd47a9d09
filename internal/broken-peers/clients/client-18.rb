require "json"
require "socket"

host, port, name = ARGV
TEXTS = ["bonjour", "ça va ?", "à bientôt"].freeze

def converse(host, port, name)
  connection = TCPSocket.new(host, port)
  connection.puts(name)
  puts connection.gets
  reader = Thread.new { puts connection.gets until connection.eof? }
  reader.report_on_exception = false

  TEXTS.each do |text|
    message = { from: { name: name, ip: "127.0.0.1" }, to: name, msg: text }
    connection.write("#{message.to_json}\n".encode("ISO-8859-1"))
    sleep 0.2
  end
  connection.close_write
  reader.join(20)
rescue SystemCallError, IOError => error
  puts "The connection is gone: #{error.message}"
ensure
  connection&.close
end

3.times { converse(host, port, name) }
