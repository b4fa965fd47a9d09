import struct

from chat_client import ChatClient, run


class Client(ChatClient):
    def encode(self, to, text):
        data = super().encode(to, text)
        return struct.pack("!I", len(data)) + data


run(Client)
