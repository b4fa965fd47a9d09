"""Messages that wait for a receiver arrive in the opposite order."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_frames(self, client, frames):
        super().take_frames(client, frames[::-1])


if __name__ == "__main__":
    run(Server())
