from typing import Iterator

import grpc

from tricorder.apiserver._calls import Unary
import tricorder.apiserver.v1.status_service_pb2

class StatusServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    GetServerStatus: Unary[
        tricorder.apiserver.v1.status_service_pb2.GetServerStatusRequest,
        tricorder.apiserver.v1.status_service_pb2.GetServerStatusResponse,
    ]

class StatusServiceServicer:
    def GetServerStatus(
        self,
        request: tricorder.apiserver.v1.status_service_pb2.GetServerStatusRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.status_service_pb2.GetServerStatusResponse: ...

def add_StatusServiceServicer_to_server(servicer: StatusServiceServicer, server: grpc.Server) -> None: ...
