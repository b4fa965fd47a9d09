"""Of many messages in a row only the first are delivered."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def take_frames(self, client, frames):
        super().take_frames(client, frames[:20])


if __name__ == "__main__":
    run(Server())
