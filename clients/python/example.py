"""Orders something from a DBOS application through dbosd: `python example.py ADDRESS WORKFLOW_ID`.

The application, in any language, listens to the queue `orders` and has a workflow `order` (item, quantity) that waits
for a message of the topic `payment`, sets the event `status` and writes its steps to the stream `progress`.
"""

import json
import sys

import grpc
from google.protobuf.duration_pb2 import Duration

from dbosd.v1 import event_service_pb2 as events
from dbosd.v1 import event_service_pb2_grpc
from dbosd.v1 import message_service_pb2 as messages
from dbosd.v1 import message_service_pb2_grpc
from dbosd.v1 import queue_service_pb2 as queues
from dbosd.v1 import queue_service_pb2_grpc
from dbosd.v1 import stream_service_pb2 as streams
from dbosd.v1 import stream_service_pb2_grpc
from dbosd.v1 import values_pb2 as values
from dbosd.v1 import workflow_service_pb2 as workflows
from dbosd.v1 import workflow_service_pb2_grpc
from failure import failure_of

# Values of TypeScript applications are rewritten as plain JSON by the daemon.
AS_JSON = values.ReadOptions(payload_format=values.PAYLOAD_FORMAT_PORTABLE_JSON)


def json_payload(value: object) -> values.Payload:
    return values.Payload(data=json.dumps(value))


def json_of(value: values.Value) -> object:
    return json.loads(value.payload.data)


def run(channel: grpc.Channel, workflow_id: str) -> None:
    queue_service = queue_service_pb2_grpc.QueueServiceStub(channel)
    queue = queues.Queue(name="orders", polling_interval=Duration(nanos=100_000_000))
    queue_service.UpsertQueue(queues.UpsertQueueRequest(queue=queue))

    workflow_service = workflow_service_pb2_grpc.WorkflowServiceStub(channel)
    arguments = workflows.PortableArguments(positional_json=[json.dumps("widget"), json.dumps(2)])
    workflow_service.EnqueueWorkflow(
        workflows.EnqueueWorkflowRequest(
            queue_name="orders",
            workflow_name="order",
            workflow_id=workflow_id,
            input=workflows.WorkflowInput(portable=arguments),
        )
    )

    event_service = event_service_pb2_grpc.EventServiceStub(channel)
    wanted = events.GetEventRequest(
        workflow_id=workflow_id, key="status", timeout=Duration(seconds=50), read_options=AS_JSON
    )
    # The call's own deadline, a little later than the wait's.
    status = event_service.GetEvent(wanted, timeout=60)
    if status.WhichOneof("outcome") != "value":
        sys.exit(f"no status: {status.WhichOneof('outcome')}; is an application listening to the queue?")
    print("status:", json_of(status.value.value))

    message_service = message_service_pb2_grpc.MessageServiceStub(channel)
    payment = messages.OutgoingMessage(
        destination_id=workflow_id,
        topic="payment",
        payload=json_payload("in cash"),
        idempotency_key="payment-1",  # sending it again changes nothing
    )
    sent = message_service.Send(messages.SendRequest(message=payment))
    print("sent:", sent.message_id)

    stream_service = stream_service_pb2_grpc.StreamServiceStub(channel)
    whole = streams.ReadStreamRequest(workflow_id=workflow_id, key="progress", read_options=AS_JSON)
    for response in stream_service.ReadStream(whole):
        for value in response.values:
            print("progress:", json_of(value))
        if response.HasField("end"):
            print("end:", response.end.WhichOneof("reason"))

    ended = workflow_service.AwaitWorkflow(
        workflows.AwaitWorkflowRequest(workflow_id=workflow_id, read_options=AS_JSON)
    )
    print("result:", json_of(ended.completed.output))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python example.py ADDRESS WORKFLOW_ID")
    try:
        with grpc.insecure_channel(sys.argv[1]) as connected:
            run(connected, sys.argv[2])
    except grpc.RpcError as error:
        failure = failure_of(error)
        sys.exit(f"{failure.reason or failure.code}: {failure.message}")
