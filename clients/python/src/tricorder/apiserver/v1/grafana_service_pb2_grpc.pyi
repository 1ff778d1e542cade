from typing import Iterator

import grpc

from tricorder.apiserver._calls import Unary
import tricorder.apiserver.v1.grafana_service_pb2

class GrafanaServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    GetGrafanaStatus: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.GetGrafanaStatusRequest,
        tricorder.apiserver.v1.grafana_service_pb2.GetGrafanaStatusResponse,
    ]
    CreateDatasource: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.CreateDatasourceRequest,
        tricorder.apiserver.v1.grafana_service_pb2.CreateDatasourceResponse,
    ]
    GetDatasource: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.GetDatasourceRequest,
        tricorder.apiserver.v1.grafana_service_pb2.GetDatasourceResponse,
    ]
    ListDatasources: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.ListDatasourcesRequest,
        tricorder.apiserver.v1.grafana_service_pb2.ListDatasourcesResponse,
    ]
    UpdateDatasource: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.UpdateDatasourceRequest,
        tricorder.apiserver.v1.grafana_service_pb2.UpdateDatasourceResponse,
    ]
    DeleteDatasource: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.DeleteDatasourceRequest,
        tricorder.apiserver.v1.grafana_service_pb2.DeleteDatasourceResponse,
    ]
    CheckDatasource: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.CheckDatasourceRequest,
        tricorder.apiserver.v1.grafana_service_pb2.CheckDatasourceResponse,
    ]
    CreateDashboard: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.CreateDashboardRequest,
        tricorder.apiserver.v1.grafana_service_pb2.CreateDashboardResponse,
    ]
    GetDashboard: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.GetDashboardRequest,
        tricorder.apiserver.v1.grafana_service_pb2.GetDashboardResponse,
    ]
    ListDashboards: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.ListDashboardsRequest,
        tricorder.apiserver.v1.grafana_service_pb2.ListDashboardsResponse,
    ]
    DeleteDashboard: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.DeleteDashboardRequest,
        tricorder.apiserver.v1.grafana_service_pb2.DeleteDashboardResponse,
    ]
    ListTokens: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.ListTokensRequest,
        tricorder.apiserver.v1.grafana_service_pb2.ListTokensResponse,
    ]
    RotateToken: Unary[
        tricorder.apiserver.v1.grafana_service_pb2.RotateTokenRequest,
        tricorder.apiserver.v1.grafana_service_pb2.RotateTokenResponse,
    ]

class GrafanaServiceServicer:
    def GetGrafanaStatus(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.GetGrafanaStatusRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.GetGrafanaStatusResponse: ...
    def CreateDatasource(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.CreateDatasourceRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.CreateDatasourceResponse: ...
    def GetDatasource(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.GetDatasourceRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.GetDatasourceResponse: ...
    def ListDatasources(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.ListDatasourcesRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.ListDatasourcesResponse: ...
    def UpdateDatasource(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.UpdateDatasourceRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.UpdateDatasourceResponse: ...
    def DeleteDatasource(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.DeleteDatasourceRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.DeleteDatasourceResponse: ...
    def CheckDatasource(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.CheckDatasourceRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.CheckDatasourceResponse: ...
    def CreateDashboard(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.CreateDashboardRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.CreateDashboardResponse: ...
    def GetDashboard(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.GetDashboardRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.GetDashboardResponse: ...
    def ListDashboards(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.ListDashboardsRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.ListDashboardsResponse: ...
    def DeleteDashboard(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.DeleteDashboardRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.DeleteDashboardResponse: ...
    def ListTokens(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.ListTokensRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.ListTokensResponse: ...
    def RotateToken(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.RotateTokenRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.RotateTokenResponse: ...

def add_GrafanaServiceServicer_to_server(servicer: GrafanaServiceServicer, server: grpc.Server) -> None: ...
