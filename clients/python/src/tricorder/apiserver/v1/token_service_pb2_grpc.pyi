from typing import Iterator, Optional, Sequence, Tuple, Union

import grpc

import tricorder.apiserver.v1.token_service_pb2

class TokenServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    def CreateToken(
        self,
        request: tricorder.apiserver.v1.token_service_pb2.CreateTokenRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.token_service_pb2.CreateTokenResponse: ...
    def ListTokens(
        self,
        request: tricorder.apiserver.v1.token_service_pb2.TokenServiceListTokensRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.token_service_pb2.TokenServiceListTokensResponse: ...
    def RevokeToken(
        self,
        request: tricorder.apiserver.v1.token_service_pb2.RevokeTokenRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.token_service_pb2.RevokeTokenResponse: ...
    def GetCaller(
        self,
        request: tricorder.apiserver.v1.token_service_pb2.GetCallerRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.token_service_pb2.GetCallerResponse: ...

class TokenServiceServicer:
    def CreateToken(self, request: tricorder.apiserver.v1.token_service_pb2.CreateTokenRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.token_service_pb2.CreateTokenResponse: ...
    def ListTokens(self, request: tricorder.apiserver.v1.token_service_pb2.TokenServiceListTokensRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.token_service_pb2.TokenServiceListTokensResponse: ...
    def RevokeToken(self, request: tricorder.apiserver.v1.token_service_pb2.RevokeTokenRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.token_service_pb2.RevokeTokenResponse: ...
    def GetCaller(self, request: tricorder.apiserver.v1.token_service_pb2.GetCallerRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.token_service_pb2.GetCallerResponse: ...

def add_TokenServiceServicer_to_server(servicer: TokenServiceServicer, server: grpc.Server) -> None: ...
