"""Runs servers of ../servers in one process, each in a thread of its own, and prints their ports in the order of the arguments.

Each argument is MODULE or MODULE:ATTRIBUTE=SECONDS. The process ends when its standard input does.
"""

import importlib
import socket
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "servers"))


def start(specification):
    module_name, *settings = specification.split(":")
    module = importlib.import_module(module_name)
    server = getattr(module, "Server", None) or module.ChatServer
    server = server()
    for setting in settings:
        attribute, seconds = setting.split("=")
        setattr(server, attribute, float(seconds))
    port = server.listen(0)
    # Connections inherit it: a client that does not read is noticed after little data.
    server.listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
    print(port, flush=True)
    threading.Thread(target=serve, args=(server,), daemon=True).start()


def serve(server):
    """An error ends this server alone, as it would end its process: the system closes its connections."""
    try:
        server.run()
    except (Exception, SystemError):
        server.listener.close()
        for client in list(server.clients):
            client.connection.close()


for specification in sys.argv[1:]:
    start(specification)
sys.stdin.read()
