from typing import Iterator, Optional, Sequence, Tuple, Union

import grpc

import tricorder.apiserver.v1.database_service_pb2

class DatabaseServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    def ListTables(
        self,
        request: tricorder.apiserver.v1.database_service_pb2.ListTablesRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.database_service_pb2.ListTablesResponse: ...
    def SetRetention(
        self,
        request: tricorder.apiserver.v1.database_service_pb2.SetRetentionRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.database_service_pb2.SetRetentionResponse: ...
    def DropTable(
        self,
        request: tricorder.apiserver.v1.database_service_pb2.DropTableRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.database_service_pb2.DropTableResponse: ...
    def ListRows(
        self,
        request: tricorder.apiserver.v1.database_service_pb2.ListRowsRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.database_service_pb2.ListRowsResponse: ...

class DatabaseServiceServicer:
    def ListTables(self, request: tricorder.apiserver.v1.database_service_pb2.ListTablesRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.database_service_pb2.ListTablesResponse: ...
    def SetRetention(self, request: tricorder.apiserver.v1.database_service_pb2.SetRetentionRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.database_service_pb2.SetRetentionResponse: ...
    def DropTable(self, request: tricorder.apiserver.v1.database_service_pb2.DropTableRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.database_service_pb2.DropTableResponse: ...
    def ListRows(self, request: tricorder.apiserver.v1.database_service_pb2.ListRowsRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.database_service_pb2.ListRowsResponse: ...

def add_DatabaseServiceServicer_to_server(servicer: DatabaseServiceServicer, server: grpc.Server) -> None: ...
