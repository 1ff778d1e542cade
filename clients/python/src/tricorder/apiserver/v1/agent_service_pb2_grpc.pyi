from typing import Iterator

import grpc

from tricorder.apiserver._calls import BothStream, Unary
import tricorder.apiserver.v1.agent_service_pb2
import tricorder.apiserver.v1.agent_stream_pb2

class AgentServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    Connect: BothStream[
        tricorder.apiserver.v1.agent_stream_pb2.AgentMessage,
        tricorder.apiserver.v1.agent_stream_pb2.ServerMessage,
    ]
    ListAgents: Unary[
        tricorder.apiserver.v1.agent_service_pb2.ListAgentsRequest,
        tricorder.apiserver.v1.agent_service_pb2.ListAgentsResponse,
    ]
    GetAgent: Unary[
        tricorder.apiserver.v1.agent_service_pb2.GetAgentRequest,
        tricorder.apiserver.v1.agent_service_pb2.GetAgentResponse,
    ]
    UpdateAgent: Unary[
        tricorder.apiserver.v1.agent_service_pb2.UpdateAgentRequest,
        tricorder.apiserver.v1.agent_service_pb2.UpdateAgentResponse,
    ]
    DeleteAgent: Unary[
        tricorder.apiserver.v1.agent_service_pb2.DeleteAgentRequest,
        tricorder.apiserver.v1.agent_service_pb2.DeleteAgentResponse,
    ]

class AgentServiceServicer:
    def Connect(
        self,
        request_iterator: Iterator[tricorder.apiserver.v1.agent_stream_pb2.AgentMessage],
        context: grpc.ServicerContext,
    ) -> Iterator[tricorder.apiserver.v1.agent_stream_pb2.ServerMessage]: ...
    def ListAgents(
        self,
        request: tricorder.apiserver.v1.agent_service_pb2.ListAgentsRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.agent_service_pb2.ListAgentsResponse: ...
    def GetAgent(
        self,
        request: tricorder.apiserver.v1.agent_service_pb2.GetAgentRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.agent_service_pb2.GetAgentResponse: ...
    def UpdateAgent(
        self,
        request: tricorder.apiserver.v1.agent_service_pb2.UpdateAgentRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.agent_service_pb2.UpdateAgentResponse: ...
    def DeleteAgent(
        self,
        request: tricorder.apiserver.v1.agent_service_pb2.DeleteAgentRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.agent_service_pb2.DeleteAgentResponse: ...

def add_AgentServiceServicer_to_server(servicer: AgentServiceServicer, server: grpc.Server) -> None: ...
