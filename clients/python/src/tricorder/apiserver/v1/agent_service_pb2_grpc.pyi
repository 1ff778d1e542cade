from typing import Iterator, Optional, Sequence, Tuple, Union

import grpc

import tricorder.apiserver.v1.agent_service_pb2
import tricorder.apiserver.v1.agent_stream_pb2

class AgentServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    def Connect(
        self,
        request_iterator: Iterator[tricorder.apiserver.v1.agent_stream_pb2.AgentMessage],
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> Iterator[tricorder.apiserver.v1.agent_stream_pb2.ServerMessage]: ...
    def ListAgents(
        self,
        request: tricorder.apiserver.v1.agent_service_pb2.ListAgentsRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.agent_service_pb2.ListAgentsResponse: ...
    def GetAgent(
        self,
        request: tricorder.apiserver.v1.agent_service_pb2.GetAgentRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.agent_service_pb2.GetAgentResponse: ...
    def UpdateAgent(
        self,
        request: tricorder.apiserver.v1.agent_service_pb2.UpdateAgentRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.agent_service_pb2.UpdateAgentResponse: ...
    def DeleteAgent(
        self,
        request: tricorder.apiserver.v1.agent_service_pb2.DeleteAgentRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.agent_service_pb2.DeleteAgentResponse: ...

class AgentServiceServicer:
    def Connect(self, request_iterator: Iterator[tricorder.apiserver.v1.agent_stream_pb2.AgentMessage], context: grpc.ServicerContext) -> Iterator[tricorder.apiserver.v1.agent_stream_pb2.ServerMessage]: ...
    def ListAgents(self, request: tricorder.apiserver.v1.agent_service_pb2.ListAgentsRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.agent_service_pb2.ListAgentsResponse: ...
    def GetAgent(self, request: tricorder.apiserver.v1.agent_service_pb2.GetAgentRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.agent_service_pb2.GetAgentResponse: ...
    def UpdateAgent(self, request: tricorder.apiserver.v1.agent_service_pb2.UpdateAgentRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.agent_service_pb2.UpdateAgentResponse: ...
    def DeleteAgent(self, request: tricorder.apiserver.v1.agent_service_pb2.DeleteAgentRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.agent_service_pb2.DeleteAgentResponse: ...

def add_AgentServiceServicer_to_server(servicer: AgentServiceServicer, server: grpc.Server) -> None: ...
