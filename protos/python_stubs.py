"""Writes type stubs of the Python services: protoc has them for messages only.

Reads a FileDescriptorSet from standard input, and writes *_pb2_grpc.pyi below the directory that is given.
"""

import pathlib
import sys

from google.protobuf import descriptor_pb2

# By whether the client streams and whether the server does; see the package's _calls.py.
KINDS = {(False, False): "Unary", (False, True): "ServerStream", (True, True): "BothStream"}


def main() -> None:
    files = descriptor_pb2.FileDescriptorSet.FromString(sys.stdin.buffer.read())
    where = {f".{file.package}.{message.name}": module_of(file.name) for file in files.file for message in file.message_type}
    for file in files.file:
        if file.service:
            path = pathlib.Path(sys.argv[1], file.name.replace(".proto", "_pb2_grpc.pyi"))
            path.write_text(stub(file, where), encoding="utf-8")


def module_of(proto: str) -> str:
    return proto.replace(".proto", "_pb2").replace("/", ".")


def kind_of(method: descriptor_pb2.MethodDescriptorProto) -> str:
    return KINDS[method.client_streaming, method.server_streaming]


def stub(file: descriptor_pb2.FileDescriptorProto, where: dict) -> str:
    methods = [method for service in file.service for method in service.method]
    modules = sorted({where[name] for method in methods for name in (method.input_type, method.output_type)})
    imports = [f"from tricorder.apiserver._calls import {', '.join(sorted({kind_of(method) for method in methods}))}"]
    imports += [f"import {module}" for module in modules]
    lines = ["from typing import Iterator", "", "import grpc", "", *imports]

    def name_of(full: str) -> str:
        return f"{where[full]}.{full.rpartition('.')[2]}"

    for service in file.service:
        lines += ["", f"class {service.name}Stub:", "    def __init__(self, channel: grpc.Channel) -> None: ..."]
        for method in service.method:
            lines += [f"    {method.name}: {kind_of(method)}[", f"        {name_of(method.input_type)},", f"        {name_of(method.output_type)},", "    ]"]
        lines += ["", f"class {service.name}Servicer:"]
        for method in service.method:
            request, response = name_of(method.input_type), name_of(method.output_type)
            request = f"request_iterator: Iterator[{request}]" if method.client_streaming else f"request: {request}"
            response = f"Iterator[{response}]" if method.server_streaming else response
            lines += [f"    def {method.name}(", "        self,", f"        {request},", "        context: grpc.ServicerContext,", f"    ) -> {response}: ..."]
        lines += ["", f"def add_{service.name}Servicer_to_server(servicer: {service.name}Servicer, server: grpc.Server) -> None: ..."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
