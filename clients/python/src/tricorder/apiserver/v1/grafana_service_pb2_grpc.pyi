from typing import Iterator, Optional, Sequence, Tuple, Union

import grpc

import tricorder.apiserver.v1.grafana_service_pb2

class GrafanaServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    def GetGrafanaStatus(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.GetGrafanaStatusRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.GetGrafanaStatusResponse: ...
    def CreateDatasource(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.CreateDatasourceRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.CreateDatasourceResponse: ...
    def GetDatasource(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.GetDatasourceRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.GetDatasourceResponse: ...
    def ListDatasources(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.ListDatasourcesRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.ListDatasourcesResponse: ...
    def UpdateDatasource(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.UpdateDatasourceRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.UpdateDatasourceResponse: ...
    def DeleteDatasource(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.DeleteDatasourceRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.DeleteDatasourceResponse: ...
    def CheckDatasource(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.CheckDatasourceRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.CheckDatasourceResponse: ...
    def CreateDashboard(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.CreateDashboardRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.CreateDashboardResponse: ...
    def GetDashboard(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.GetDashboardRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.GetDashboardResponse: ...
    def ListDashboards(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.ListDashboardsRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.ListDashboardsResponse: ...
    def DeleteDashboard(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.DeleteDashboardRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.DeleteDashboardResponse: ...
    def ListTokens(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.ListTokensRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.ListTokensResponse: ...
    def RotateToken(
        self,
        request: tricorder.apiserver.v1.grafana_service_pb2.RotateTokenRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.grafana_service_pb2.RotateTokenResponse: ...

class GrafanaServiceServicer:
    def GetGrafanaStatus(self, request: tricorder.apiserver.v1.grafana_service_pb2.GetGrafanaStatusRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.GetGrafanaStatusResponse: ...
    def CreateDatasource(self, request: tricorder.apiserver.v1.grafana_service_pb2.CreateDatasourceRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.CreateDatasourceResponse: ...
    def GetDatasource(self, request: tricorder.apiserver.v1.grafana_service_pb2.GetDatasourceRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.GetDatasourceResponse: ...
    def ListDatasources(self, request: tricorder.apiserver.v1.grafana_service_pb2.ListDatasourcesRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.ListDatasourcesResponse: ...
    def UpdateDatasource(self, request: tricorder.apiserver.v1.grafana_service_pb2.UpdateDatasourceRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.UpdateDatasourceResponse: ...
    def DeleteDatasource(self, request: tricorder.apiserver.v1.grafana_service_pb2.DeleteDatasourceRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.DeleteDatasourceResponse: ...
    def CheckDatasource(self, request: tricorder.apiserver.v1.grafana_service_pb2.CheckDatasourceRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.CheckDatasourceResponse: ...
    def CreateDashboard(self, request: tricorder.apiserver.v1.grafana_service_pb2.CreateDashboardRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.CreateDashboardResponse: ...
    def GetDashboard(self, request: tricorder.apiserver.v1.grafana_service_pb2.GetDashboardRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.GetDashboardResponse: ...
    def ListDashboards(self, request: tricorder.apiserver.v1.grafana_service_pb2.ListDashboardsRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.ListDashboardsResponse: ...
    def DeleteDashboard(self, request: tricorder.apiserver.v1.grafana_service_pb2.DeleteDashboardRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.DeleteDashboardResponse: ...
    def ListTokens(self, request: tricorder.apiserver.v1.grafana_service_pb2.ListTokensRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.ListTokensResponse: ...
    def RotateToken(self, request: tricorder.apiserver.v1.grafana_service_pb2.RotateTokenRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.grafana_service_pb2.RotateTokenResponse: ...

def add_GrafanaServiceServicer_to_server(servicer: GrafanaServiceServicer, server: grpc.Server) -> None: ...
