from typing import Iterator

import grpc

from tricorder.apiserver._calls import Unary
import tricorder.apiserver.v1.token_service_pb2

class TokenServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    CreateToken: Unary[
        tricorder.apiserver.v1.token_service_pb2.CreateTokenRequest,
        tricorder.apiserver.v1.token_service_pb2.CreateTokenResponse,
    ]
    ListTokens: Unary[
        tricorder.apiserver.v1.token_service_pb2.TokenServiceListTokensRequest,
        tricorder.apiserver.v1.token_service_pb2.TokenServiceListTokensResponse,
    ]
    RevokeToken: Unary[
        tricorder.apiserver.v1.token_service_pb2.RevokeTokenRequest,
        tricorder.apiserver.v1.token_service_pb2.RevokeTokenResponse,
    ]
    GetCaller: Unary[
        tricorder.apiserver.v1.token_service_pb2.GetCallerRequest,
        tricorder.apiserver.v1.token_service_pb2.GetCallerResponse,
    ]

class TokenServiceServicer:
    def CreateToken(
        self,
        request: tricorder.apiserver.v1.token_service_pb2.CreateTokenRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.token_service_pb2.CreateTokenResponse: ...
    def ListTokens(
        self,
        request: tricorder.apiserver.v1.token_service_pb2.TokenServiceListTokensRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.token_service_pb2.TokenServiceListTokensResponse: ...
    def RevokeToken(
        self,
        request: tricorder.apiserver.v1.token_service_pb2.RevokeTokenRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.token_service_pb2.RevokeTokenResponse: ...
    def GetCaller(
        self,
        request: tricorder.apiserver.v1.token_service_pb2.GetCallerRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.token_service_pb2.GetCallerResponse: ...

def add_TokenServiceServicer_to_server(servicer: TokenServiceServicer, server: grpc.Server) -> None: ...
