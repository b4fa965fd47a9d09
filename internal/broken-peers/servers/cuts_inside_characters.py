"""A long `to` is cut inside a character in the answer, which shows U+FFFD."""

from chat_server import ChatServer, run


class Server(ChatServer):
    def cut(self, text):
        data = text.encode()
        return text if len(data) <= 64 else data[:64].decode(errors="replace") + "\u2026"


if __name__ == "__main__":
    run(Server())
