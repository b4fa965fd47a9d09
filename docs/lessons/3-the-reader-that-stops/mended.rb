# A small chat server. Its argument is PORT.
require "io/wait"
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
    # Lines that are not written yet, each with its author; nil for those of the server.
    @queue = SizedQueue.new(50)
    @writer = Thread.new { write }
  end

  def handle
    join(@connection.gets.strip)
    while (line = @connection.gets)
      take(JSON.parse(line))
    end
  ensure
    $lock.synchronize { $users.delete(@name) }
    @queue.push(nil)
    @writer.join
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
      is_queued = receiver.send_line(write_message({ name: @name, ip: @ip }, to, message["msg"]), self)
      tell("❌ Error: '#{to}' can't take more messages right now. Try again later.") unless is_queued
    else
      tell("❌ Error: User '#{to}' not found.")
    end
  end

  def tell(text)
    # Who does not read its own answers waits here, and nobody else does.
    @queue.push([write_message({ name: "SERVER", ip: "0.0.0.0" }, @name, text), nil])
  end

  # Adds a line to the queue. False when it is full: its author has to know.
  def send_line(line, author)
    $lock.synchronize do
      return false if @is_gone

      @queue.push([line, author], true)
      true
    rescue ThreadError
      false
    end
  end

  def write
    while (line, author = @queue.pop)
      until line.empty?
        count = @connection.write_nonblock(line, exception: false)
        if count == :wait_writable
          raise IOError, "This client has taken nothing for 10 seconds." unless @connection.wait_writable(10)
        else
          line = line.byteslice(count..)
        end
      end
    end
  rescue IOError, SystemCallError
    cut_off([author])
  end

  def cut_off(unwritten)
    $lock.synchronize do
      @is_gone = true
      $users.delete(@name)
      unwritten.push(@queue.pop&.last) until @queue.empty?
    end
    @connection.shutdown
    unwritten.compact.tally.each do |author, count|
      author.tell("❌ Error: #{count} of your messages to '#{@name}' may not have arrived.")
    end
  end
end

server = TCPServer.new("0.0.0.0", ARGV[0].to_i)
puts "The server listens on port #{server.local_address.ip_port}"
$stdout.flush
loop { Thread.new(server.accept) { |connection| Client.new(connection).handle } }
