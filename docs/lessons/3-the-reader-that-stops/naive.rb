# A small chat server. Its argument is PORT.
require "json"
require "socket"

$users = {}
$lock = Mutex.new

def write_message(sender, to, text)
  JSON.generate({ from: sender, to: to, msg: text }, ascii_only: true) + "\n"
end

class Client
  def initialize(connection)
    @connection = connection
    @ip = connection.remote_address.ip_address
  end

  def handle
    join(@connection.gets.strip)
    while (line = @connection.gets)
      take(JSON.parse(line))
    end
  ensure
    $lock.synchronize { $users.delete(@name) }
    @connection.close
  end

  def join(name)
    others = $users.empty? ? "You are the first connected user." : "Online users: #{$users.keys.join(", ")}"
    @name = name
    $lock.synchronize { $users[name] = self }
    tell("Welcome #{name}! Connection established.\n" \
         "Send message to /help for a list of available commands!\n#{others}")
  end

  def take(message)
    to = message["to"]
    if to == "/time"
      tell(Time.now.strftime("Server time: %H:%M:%S"))
    elsif (receiver = $users[to])
      receiver.send_line(write_message({ name: @name, ip: @ip }, to, message["msg"]))
    else
      tell("❌ Error: User '#{to}' not found.")
    end
  end

  def tell(text)
    send_line(write_message({ name: "SERVER", ip: "0.0.0.0" }, @name, text))
  end

  def send_line(line)
    $lock.synchronize { @connection.write(line) }
  end
end

server = TCPServer.new("0.0.0.0", ARGV[0].to_i)
puts "The server listens on port #{server.local_address.ip_port}"
$stdout.flush
loop { Thread.new(server.accept) { |connection| Client.new(connection).handle } }
