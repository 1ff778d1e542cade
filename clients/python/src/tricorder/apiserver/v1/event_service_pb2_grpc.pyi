from typing import Iterator, Optional, Sequence, Tuple, Union

import grpc

import tricorder.apiserver.v1.event_service_pb2

class EventServiceStub:
    def __init__(self, channel: grpc.Channel) -> None: ...
    def ListEvents(
        self,
        request: tricorder.apiserver.v1.event_service_pb2.ListEventsRequest,
        timeout: Optional[float] = ...,
        metadata: Optional[Sequence[Tuple[str, Union[str, bytes]]]] = ...,
        credentials: Optional[grpc.CallCredentials] = ...,
        wait_for_ready: Optional[bool] = ...,
        compression: Optional[grpc.Compression] = ...,
    ) -> tricorder.apiserver.v1.event_service_pb2.ListEventsResponse: ...

class EventServiceServicer:
    def ListEvents(self, request: tricorder.apiserver.v1.event_service_pb2.ListEventsRequest, context: grpc.ServicerContext) -> tricorder.apiserver.v1.event_service_pb2.ListEventsResponse: ...

def add_EventServiceServicer_to_server(servicer: EventServiceServicer, server: grpc.Server) -> None: ...
