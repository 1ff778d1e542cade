from typing import Iterator

import grpc

from tricorder.apiserver._calls import Unary
import tricorder.apiserver.v1.session_service_pb2

class SessionServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    ListSessions: Unary[
        tricorder.apiserver.v1.session_service_pb2.ListSessionsRequest,
        tricorder.apiserver.v1.session_service_pb2.ListSessionsResponse,
    ]
    RevokeSession: Unary[
        tricorder.apiserver.v1.session_service_pb2.RevokeSessionRequest,
        tricorder.apiserver.v1.session_service_pb2.RevokeSessionResponse,
    ]

class SessionServiceServicer:
    def ListSessions(
        self,
        request: tricorder.apiserver.v1.session_service_pb2.ListSessionsRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.session_service_pb2.ListSessionsResponse: ...
    def RevokeSession(
        self,
        request: tricorder.apiserver.v1.session_service_pb2.RevokeSessionRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.session_service_pb2.RevokeSessionResponse: ...

def add_SessionServiceServicer_to_server(servicer: SessionServiceServicer, server: grpc.Server) -> None: ...
