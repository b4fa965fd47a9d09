from chat_client import TAKEN, ChatClient, run


class Client(ChatClient):
    def comes_back(self, text, refused, away_seconds):
        return (refused and text.startswith(TAKEN)) or super().comes_back(text, refused, away_seconds)


run(Client)
