import ipaddress

from chat_client import ChatClient, run


class Client(ChatClient):
    def show(self, message):
        address = ipaddress.ip_address(message["from"]["ip"])
        print(f"from {address}:", flush=True)
        super().show(message)


run(Client)
