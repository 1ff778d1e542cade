from typing import Iterator

import grpc

from tricorder.apiserver._calls import Unary
import tricorder.apiserver.v1.module_service_pb2

class ModuleServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    CreateModule: Unary[
        tricorder.apiserver.v1.module_service_pb2.CreateModuleRequest,
        tricorder.apiserver.v1.module_service_pb2.CreateModuleResponse,
    ]
    GetModule: Unary[
        tricorder.apiserver.v1.module_service_pb2.GetModuleRequest,
        tricorder.apiserver.v1.module_service_pb2.GetModuleResponse,
    ]
    ListModules: Unary[
        tricorder.apiserver.v1.module_service_pb2.ListModulesRequest,
        tricorder.apiserver.v1.module_service_pb2.ListModulesResponse,
    ]
    UpdateModule: Unary[
        tricorder.apiserver.v1.module_service_pb2.UpdateModuleRequest,
        tricorder.apiserver.v1.module_service_pb2.UpdateModuleResponse,
    ]
    DeleteModule: Unary[
        tricorder.apiserver.v1.module_service_pb2.DeleteModuleRequest,
        tricorder.apiserver.v1.module_service_pb2.DeleteModuleResponse,
    ]
    ListModuleRevisions: Unary[
        tricorder.apiserver.v1.module_service_pb2.ListModuleRevisionsRequest,
        tricorder.apiserver.v1.module_service_pb2.ListModuleRevisionsResponse,
    ]
    DeployModule: Unary[
        tricorder.apiserver.v1.module_service_pb2.DeployModuleRequest,
        tricorder.apiserver.v1.module_service_pb2.DeployModuleResponse,
    ]
    UndeployModule: Unary[
        tricorder.apiserver.v1.module_service_pb2.UndeployModuleRequest,
        tricorder.apiserver.v1.module_service_pb2.UndeployModuleResponse,
    ]
    BatchDeployModules: Unary[
        tricorder.apiserver.v1.module_service_pb2.BatchDeployModulesRequest,
        tricorder.apiserver.v1.module_service_pb2.BatchDeployModulesResponse,
    ]
    GetDeployment: Unary[
        tricorder.apiserver.v1.module_service_pb2.GetDeploymentRequest,
        tricorder.apiserver.v1.module_service_pb2.GetDeploymentResponse,
    ]
    ListModuleInstances: Unary[
        tricorder.apiserver.v1.module_service_pb2.ListModuleInstancesRequest,
        tricorder.apiserver.v1.module_service_pb2.ListModuleInstancesResponse,
    ]
    ListModuleStatistics: Unary[
        tricorder.apiserver.v1.module_service_pb2.ListModuleStatisticsRequest,
        tricorder.apiserver.v1.module_service_pb2.ListModuleStatisticsResponse,
    ]
    ValidateModule: Unary[
        tricorder.apiserver.v1.module_service_pb2.ValidateModuleRequest,
        tricorder.apiserver.v1.module_service_pb2.ValidateModuleResponse,
    ]
    PreviewModule: Unary[
        tricorder.apiserver.v1.module_service_pb2.PreviewModuleRequest,
        tricorder.apiserver.v1.module_service_pb2.PreviewModuleResponse,
    ]

class ModuleServiceServicer:
    def CreateModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.CreateModuleRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.CreateModuleResponse: ...
    def GetModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.GetModuleRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.GetModuleResponse: ...
    def ListModules(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.ListModulesRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.ListModulesResponse: ...
    def UpdateModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.UpdateModuleRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.UpdateModuleResponse: ...
    def DeleteModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.DeleteModuleRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.DeleteModuleResponse: ...
    def ListModuleRevisions(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.ListModuleRevisionsRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.ListModuleRevisionsResponse: ...
    def DeployModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.DeployModuleRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.DeployModuleResponse: ...
    def UndeployModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.UndeployModuleRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.UndeployModuleResponse: ...
    def BatchDeployModules(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.BatchDeployModulesRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.BatchDeployModulesResponse: ...
    def GetDeployment(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.GetDeploymentRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.GetDeploymentResponse: ...
    def ListModuleInstances(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.ListModuleInstancesRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.ListModuleInstancesResponse: ...
    def ListModuleStatistics(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.ListModuleStatisticsRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.ListModuleStatisticsResponse: ...
    def ValidateModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.ValidateModuleRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.ValidateModuleResponse: ...
    def PreviewModule(
        self,
        request: tricorder.apiserver.v1.module_service_pb2.PreviewModuleRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.module_service_pb2.PreviewModuleResponse: ...

def add_ModuleServiceServicer_to_server(servicer: ModuleServiceServicer, server: grpc.Server) -> None: ...
