from chat_client import ChatClient, run


class Client(ChatClient):
    pause_seconds = 0

    def read_to_end(self):
        self.joined.set()

    def conversation(self):
        for number in range(4000):
            yield self.name, f"page {number}: " + 16_000 * "."


run(Client)
