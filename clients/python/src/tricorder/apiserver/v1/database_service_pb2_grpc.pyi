from typing import Iterator

import grpc

from tricorder.apiserver._calls import Unary
import tricorder.apiserver.v1.database_service_pb2

class DatabaseServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    ListTables: Unary[
        tricorder.apiserver.v1.database_service_pb2.ListTablesRequest,
        tricorder.apiserver.v1.database_service_pb2.ListTablesResponse,
    ]
    SetRetention: Unary[
        tricorder.apiserver.v1.database_service_pb2.SetRetentionRequest,
        tricorder.apiserver.v1.database_service_pb2.SetRetentionResponse,
    ]
    DropTable: Unary[
        tricorder.apiserver.v1.database_service_pb2.DropTableRequest,
        tricorder.apiserver.v1.database_service_pb2.DropTableResponse,
    ]
    ListRows: Unary[
        tricorder.apiserver.v1.database_service_pb2.ListRowsRequest,
        tricorder.apiserver.v1.database_service_pb2.ListRowsResponse,
    ]

class DatabaseServiceServicer:
    def ListTables(
        self,
        request: tricorder.apiserver.v1.database_service_pb2.ListTablesRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.database_service_pb2.ListTablesResponse: ...
    def SetRetention(
        self,
        request: tricorder.apiserver.v1.database_service_pb2.SetRetentionRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.database_service_pb2.SetRetentionResponse: ...
    def DropTable(
        self,
        request: tricorder.apiserver.v1.database_service_pb2.DropTableRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.database_service_pb2.DropTableResponse: ...
    def ListRows(
        self,
        request: tricorder.apiserver.v1.database_service_pb2.ListRowsRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.database_service_pb2.ListRowsResponse: ...

def add_DatabaseServiceServicer_to_server(servicer: DatabaseServiceServicer, server: grpc.Server) -> None: ...
