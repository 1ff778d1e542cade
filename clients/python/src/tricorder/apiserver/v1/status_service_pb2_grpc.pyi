from typing import Iterator, Optional, Sequence, Tuple, Union

import grpc

import tricorder.apiserver.v1.status_service_pb2

class StatusServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    def GetServerStatus(
        self,
        request: tricorder.apiserver.v1.status_service_pb2.GetServerStatusRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.status_service_pb2.GetServerStatusResponse: ...

class StatusServiceServicer:
    def GetServerStatus(self, request: tricorder.apiserver.v1.status_service_pb2.GetServerStatusRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.status_service_pb2.GetServerStatusResponse: ...

def add_StatusServiceServicer_to_server(servicer: StatusServiceServicer, server: grpc.Server) -> None: ...
