"""After a client has shut down its side the server never closes."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def end_writing(self, client):
        client.input_ended = client.input_ended and client.state != "leaving"

    answer_seconds = 1_000_000


if __name__ == "__main__":
    run(Server())
