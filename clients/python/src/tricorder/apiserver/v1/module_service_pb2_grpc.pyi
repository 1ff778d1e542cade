from typing import Iterator, Optional, Sequence, Tuple, Union

import grpc

import tricorder.apiserver.v1.module_service_pb2

class ModuleServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    def CreateModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.CreateModuleRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.CreateModuleResponse: ...
    def GetModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.GetModuleRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.GetModuleResponse: ...
    def ListModules(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.ListModulesRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.ListModulesResponse: ...
    def UpdateModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.UpdateModuleRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.UpdateModuleResponse: ...
    def DeleteModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.DeleteModuleRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.DeleteModuleResponse: ...
    def ListModuleRevisions(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.ListModuleRevisionsRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.ListModuleRevisionsResponse: ...
    def DeployModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.DeployModuleRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.DeployModuleResponse: ...
    def UndeployModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.UndeployModuleRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.UndeployModuleResponse: ...
    def BatchDeployModules(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.BatchDeployModulesRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.BatchDeployModulesResponse: ...
    def GetDeployment(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.GetDeploymentRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.GetDeploymentResponse: ...
    def ListModuleInstances(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.ListModuleInstancesRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.ListModuleInstancesResponse: ...
    def ListModuleStatistics(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.ListModuleStatisticsRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.ListModuleStatisticsResponse: ...
    def ValidateModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.ValidateModuleRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.ValidateModuleResponse: ...
    def PreviewModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.PreviewModuleRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.module_service_pb2.PreviewModuleResponse: ...

class ModuleServiceServicer:
    def CreateModule(self, request: tricorder.apiserver.v1.module_service_pb2.CreateModuleRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.CreateModuleResponse: ...
    def GetModule(self, request: tricorder.apiserver.v1.module_service_pb2.GetModuleRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.GetModuleResponse: ...
    def ListModules(self, request: tricorder.apiserver.v1.module_service_pb2.ListModulesRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.ListModulesResponse: ...
    def UpdateModule(self, request: tricorder.apiserver.v1.module_service_pb2.UpdateModuleRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.UpdateModuleResponse: ...
    def DeleteModule(self, request: tricorder.apiserver.v1.module_service_pb2.DeleteModuleRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.DeleteModuleResponse: ...
    def ListModuleRevisions(self, request: tricorder.apiserver.v1.module_service_pb2.ListModuleRevisionsRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.ListModuleRevisionsResponse: ...
    def DeployModule(self, request: tricorder.apiserver.v1.module_service_pb2.DeployModuleRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.DeployModuleResponse: ...
    def UndeployModule(self, request: tricorder.apiserver.v1.module_service_pb2.UndeployModuleRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.UndeployModuleResponse: ...
    def BatchDeployModules(self, request: tricorder.apiserver.v1.module_service_pb2.BatchDeployModulesRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.BatchDeployModulesResponse: ...
    def GetDeployment(self, request: tricorder.apiserver.v1.module_service_pb2.GetDeploymentRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.GetDeploymentResponse: ...
    def ListModuleInstances(self, request: tricorder.apiserver.v1.module_service_pb2.ListModuleInstancesRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.ListModuleInstancesResponse: ...
    def ListModuleStatistics(self, request: tricorder.apiserver.v1.module_service_pb2.ListModuleStatisticsRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.ListModuleStatisticsResponse: ...
    def ValidateModule(self, request: tricorder.apiserver.v1.module_service_pb2.ValidateModuleRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.ValidateModuleResponse: ...
    def PreviewModule(self, request: tricorder.apiserver.v1.module_service_pb2.PreviewModuleRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.module_service_pb2.PreviewModuleResponse: ...

def add_ModuleServiceServicer_to_server(servicer: ModuleServiceServicer, server: grpc.Server) -> None: ...
