"""A gRPC server on loopback that answers as a test tells it."""

import concurrent.futures
import unittest

import grpc

from tricorder.apiserver import connect
from tricorder.apiserver.v1 import agent_service_pb2_grpc, module_service_pb2_grpc, watch_service_pb2_grpc


class Server(
    agent_service_pb2_grpc.AgentServiceServicer, module_service_pb2_grpc.ModuleServiceServicer, watch_service_pb2_grpc.WatchServiceServicer
):
    """Its methods are those given, by name, each taking the request and the context."""

    def __init__(self, **methods):
        for name, method in methods.items():
            setattr(self, name, method)


class ServerTest(unittest.TestCase):
    def start(self, server, **options):
        """Serves until the test ends, and returns a client with these options beside the address."""
        host = grpc.server(concurrent.futures.ThreadPoolExecutor(4))
        agent_service_pb2_grpc.add_AgentServiceServicer_to_server(server, host)
        module_service_pb2_grpc.add_ModuleServiceServicer_to_server(server, host)
        watch_service_pb2_grpc.add_WatchServiceServicer_to_server(server, host)
        port = host.add_insecure_port("127.0.0.1:0")
        host.start()
        self.addCleanup(lambda: host.stop(None).wait())
        client = connect(f"http://127.0.0.1:{port}", **options)
        self.addCleanup(client.close)
        return client
