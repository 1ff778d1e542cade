from typing import Iterator, Optional, Sequence, Tuple, Union

import grpc

import tricorder.apiserver.v1.watch_service_pb2

class WatchServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    def Watch(
        self,
        request: tricorder.apiserver.v1.watch_service_pb2.WatchRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> Iterator[tricorder.apiserver.v1.watch_service_pb2.WatchResponse]: ...

class WatchServiceServicer:
    def Watch(self, request: tricorder.apiserver.v1.watch_service_pb2.WatchRequest, context: grpc.ServicerContext) -> Iterator[tricorder.apiserver.v1.watch_service_pb2.WatchResponse]: ...

def add_WatchServiceServicer_to_server(servicer: WatchServiceServicer, server: grpc.Server) -> None: ...
