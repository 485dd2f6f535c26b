"""Calls that must fail, and what their details say."""

from dataclasses import asdict

import grpc

from dbosd.v1 import message_service_pb2 as messages
from dbosd.v1 import message_service_pb2_grpc
from dbosd.v1 import stream_service_pb2 as streams
from dbosd.v1 import stream_service_pb2_grpc
from dbosd.v1 import values_pb2 as values
from dbosd.v1 import workflow_service_pb2 as workflows
from dbosd.v1 import workflow_service_pb2_grpc
from failure import failure_of


def failures(channel: grpc.Channel, ended_workflow_id: str) -> dict:
    """Failures by name. One that does not come is reported as None."""
    send = message_service_pb2_grpc.MessageServiceStub(channel).Send
    enqueue = workflow_service_pb2_grpc.WorkflowServiceStub(channel).EnqueueWorkflow
    read = stream_service_pb2_grpc.StreamServiceStub(channel).ReadStream
    again = workflows.EnqueueWorkflowRequest(
        queue_name="orders",
        workflow_name="order",
        workflow_id=ended_workflow_id,
        workflow_id_reuse_policy=workflows.WORKFLOW_ID_REUSE_POLICY_REJECT,
    )
    return {
        "nobody": _failure(lambda: send(_send("nobody"))),
        "bad_json": _failure(lambda: send(_send(ended_workflow_id, data="{"))),
        "ended": _failure(lambda: send(_send(ended_workflow_id, require_active=True))),
        "in_use": _failure(lambda: enqueue(again)),
        "no_stream": _failure(lambda: list(read(streams.ReadStreamRequest(workflow_id="nobody", key="k")))),
    }


def _send(destination_id: str, data: str = '"hello"', **rest) -> messages.SendRequest:
    message = messages.OutgoingMessage(destination_id=destination_id, payload=values.Payload(data=data))
    return messages.SendRequest(message=message, **rest)


def _failure(call) -> dict | None:
    try:
        call()
    except grpc.RpcError as error:
        return asdict(failure_of(error))
    return None
