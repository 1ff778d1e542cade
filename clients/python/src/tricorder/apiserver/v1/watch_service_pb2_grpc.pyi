from typing import Iterator

import grpc

from tricorder.apiserver._calls import ServerStream
import tricorder.apiserver.v1.watch_service_pb2

class WatchServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    Watch: ServerStream[
        tricorder.apiserver.v1.watch_service_pb2.WatchRequest,
        tricorder.apiserver.v1.watch_service_pb2.WatchResponse,
    ]

class WatchServiceServicer:
    def Watch(
        self,
        request: tricorder.apiserver.v1.watch_service_pb2.WatchRequest,
        context: grpc.ServicerContext,
    ) -> Iterator[tricorder.apiserver.v1.watch_service_pb2.WatchResponse]: ...

def add_WatchServiceServicer_to_server(servicer: WatchServiceServicer, server: grpc.Server) -> None: ...
