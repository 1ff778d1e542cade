from typing import Iterator

import grpc

from tricorder.apiserver._calls import Unary
import tricorder.apiserver.v1.event_service_pb2

class EventServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    ListEvents: Unary[
        tricorder.apiserver.v1.event_service_pb2.ListEventsRequest,
        tricorder.apiserver.v1.event_service_pb2.ListEventsResponse,
    ]

class EventServiceServicer:
    def ListEvents(
        self,
        request: tricorder.apiserver.v1.event_service_pb2.ListEventsRequest,
        context: grpc.ServicerContext,
    ) -> tricorder.apiserver.v1.event_service_pb2.ListEventsResponse: ...

def add_EventServiceServicer_to_server(servicer: EventServiceServicer, server: grpc.Server) -> None: ...
