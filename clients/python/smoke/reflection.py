"""Health and reflection. The reflected files go into a descriptor pool that is empty and strict."""

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1 import reflection_pb2 as reflection_v1
from grpc_reflection.v1 import reflection_pb2_grpc as reflection_v1_grpc
from grpc_reflection.v1alpha import reflection_pb2 as reflection_v1alpha
from grpc_reflection.v1alpha import reflection_pb2_grpc as reflection_v1alpha_grpc

DEADLINE = 60
VERSIONS = {
    "v1": (reflection_v1, reflection_v1_grpc),
    "v1alpha": (reflection_v1alpha, reflection_v1alpha_grpc),
}


def health(channel: grpc.Channel) -> dict:
    """What Check and the first answer of Watch say, of the server and of one service."""
    stub = health_pb2_grpc.HealthStub(channel)
    server = health_pb2.HealthCheckRequest()
    service = health_pb2.HealthCheckRequest(service="dbosd.v1.EventService")
    watch = stub.Watch(service, timeout=DEADLINE)
    first = next(watch)
    watch.cancel()
    answers = {
        "server": stub.Check(server, timeout=DEADLINE),
        "service": stub.Check(service, timeout=DEADLINE),
        "watch": first,
    }
    status_name = health_pb2.HealthCheckResponse.ServingStatus.Name
    return {name: status_name(answer.status) for name, answer in answers.items()}


def reflected(channel: grpc.Channel, version: str) -> dict:
    """Learns the whole contract from reflection alone, and makes a call with what it learnt."""
    protocol, stubs = VERSIONS[version]
    ask = _asker(protocol, stubs.ServerReflectionStub(channel))
    services = [service.name for service in ask(list_services="*").list_services_response.service]
    files: dict[str, descriptor_pb2.FileDescriptorProto] = {}
    for service in services:
        for data in ask(file_containing_symbol=service).file_descriptor_response.file_descriptor_proto:
            file = descriptor_pb2.FileDescriptorProto.FromString(data)
            files[file.name] = file
    pool = descriptor_pool.DescriptorPool()
    for file in _dependencies_first(files):
        pool.Add(file)
    found = [pool.FindServiceByName(service) for service in services]
    return {
        "services": services,
        "methods": [method.full_name for service in found for method in service.methods],
        "files": sorted(files),
        "call": _call(channel, pool, "dbosd.v1.QueueService", "GetQueue", {"name": "orders"}),
        "unknown": ask(file_containing_symbol="dbosd.v1.Nothing").error_response.error_code,
    }


def _asker(protocol, stub):
    """Asks one question a stream."""

    def ask(**question):
        request = protocol.ServerReflectionRequest(**question)
        return next(stub.ServerReflectionInfo(iter([request]), timeout=DEADLINE))

    return ask


def _dependencies_first(files):
    """The pool refuses a file whose imports it does not hold. A missing import is a KeyError here."""
    done = []

    def visit(name: str) -> None:
        if name in done:
            return
        for dependency in files[name].dependency:
            visit(dependency)
        done.append(name)

    for name in files:
        visit(name)
    return [files[name] for name in done]


def _call(channel: grpc.Channel, pool, service: str, name: str, request_fields: dict) -> str:
    """Calls a method through messages made from the pool; returns the answer as text."""
    method = pool.FindServiceByName(service).methods_by_name[name]
    request_class = message_factory.GetMessageClass(method.input_type)
    response_class = message_factory.GetMessageClass(method.output_type)
    call = channel.unary_unary(
        f"/{service}/{name}",
        request_serializer=request_class.SerializeToString,
        response_deserializer=response_class.FromString,
    )
    return call(request_class(**request_fields), timeout=DEADLINE).queue.name
