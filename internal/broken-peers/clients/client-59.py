from chat_client import ChatClient, run


class Client(ChatClient):
    def show(self, message):
        print(f"[{message['from']['name']}] {self.harmless(message['msg'])}", flush=True)


run(Client)
