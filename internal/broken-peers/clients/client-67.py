from chat_client import ChatClient, run


class Client(ChatClient):
    def comes_back(self, text, refused, away_seconds):
        return not refused and super().comes_back(text, refused, away_seconds)


run(Client)
