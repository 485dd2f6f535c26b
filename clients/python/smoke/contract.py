"""One order, from the queue to its end, through every method of dbosd.v1. Each function returns facts for a report."""

import json
import queue as threads

import grpc
from google.protobuf.duration_pb2 import Duration

from dbosd.v1 import event_service_pb2 as events
from dbosd.v1 import event_service_pb2_grpc
from dbosd.v1 import message_service_pb2 as messages
from dbosd.v1 import message_service_pb2_grpc
from dbosd.v1 import queue_service_pb2 as queues
from dbosd.v1 import queue_service_pb2_grpc
from dbosd.v1 import session_service_pb2 as sessions
from dbosd.v1 import session_service_pb2_grpc
from dbosd.v1 import stream_service_pb2 as streams
from dbosd.v1 import stream_service_pb2_grpc
from dbosd.v1 import values_pb2 as values
from dbosd.v1 import workflow_service_pb2 as workflows
from dbosd.v1 import workflow_service_pb2_grpc
from failure import failure_in

QUEUE = "orders"
AS_JSON = values.ReadOptions(payload_format=values.PAYLOAD_FORMAT_PORTABLE_JSON)
# A hang is a failure, with the name of the method in its error.
DEADLINE = 60


def order(channel: grpc.Channel, workflow_id: str) -> dict:
    """Registers the queue, enqueues the workflow, watches it wait, pays, and sees everything come."""
    facts = {"queue": _queue(channel), "enqueued": _enqueue(channel, workflow_id)}
    event_service = event_service_pb2_grpc.EventServiceStub(channel)
    wanted = events.GetEventRequest(
        workflow_id=workflow_id, key="status", timeout=Duration(seconds=50), read_options=AS_JSON
    )
    facts["event"] = _json(event_service.GetEvent(wanted, timeout=DEADLINE).value.value)
    facts["watched"] = _watch(channel, workflow_id)
    facts["stream"] = _stream(channel, workflow_id)
    facts["workflow"] = _workflow(channel, workflow_id)
    facts["lists"] = _lists(channel, workflow_id)
    facts["batch"] = _batch(channel, workflow_id)
    facts["managed"] = _manage(channel)
    return facts


def session(channel: grpc.Channel) -> dict:
    """The same surface as numbered requests on one stream: one that is answered and one that fails."""
    outgoing: threads.SimpleQueue = threads.SimpleQueue()
    stub = session_service_pb2_grpc.SessionServiceStub(channel)
    responses = stub.Open(iter(outgoing.get, None), timeout=DEADLINE)
    opened = next(responses).opened
    get = sessions.SessionRequest(id=1, get_queue=queues.GetQueueRequest(name=QUEUE))
    miss = sessions.SessionRequest(id=2, get_queue=queues.GetQueueRequest(name="nowhere"))
    outgoing.put(sessions.OpenRequest(requests=[get, miss]))
    answers = {}
    while len(answers) < 2:
        answers |= {answer.id: answer for answer in next(responses).answers}
    outgoing.put(None)  # half-closes
    rest = sum(len(response.answers) for response in responses)
    return {
        "max_payload_bytes": opened.max_payload_bytes,
        "answered": answers[1].get_queue.queue.name,
        "failed": failure_in(answers[2].error, "in a session").reason,
        "after_half_close": rest,
    }


def _queue(channel: grpc.Channel) -> dict:
    stub = queue_service_pb2_grpc.QueueServiceStub(channel)
    wanted = queues.Queue(name=QUEUE, concurrency=5, polling_interval=Duration(nanos=100_000_000))
    stub.UpsertQueue(queues.UpsertQueueRequest(queue=wanted), timeout=DEADLINE)
    stored = stub.GetQueue(queues.GetQueueRequest(name=QUEUE), timeout=DEADLINE).queue
    return {
        "name": stored.name,
        "concurrency": stored.concurrency,
        "polling_ms": stored.polling_interval.ToMilliseconds(),
        "worker_concurrency_set": stored.HasField("worker_concurrency"),
    }


def _enqueue(channel: grpc.Channel, workflow_id: str) -> dict:
    stub = workflow_service_pb2_grpc.WorkflowServiceStub(channel)
    arguments = workflows.PortableArguments(positional_json=[json.dumps("wïdget 🧸"), json.dumps(2)])
    request = workflows.EnqueueWorkflowRequest(
        queue_name=QUEUE,
        workflow_name="order",
        workflow_id=workflow_id,
        request_id="first",
        input=workflows.WorkflowInput(portable=arguments),
    )
    first = stub.EnqueueWorkflow(request, timeout=DEADLINE)
    request.request_id = "second"
    second = stub.EnqueueWorkflow(request, timeout=DEADLINE)
    return {
        "workflow_id": first.workflow_id,
        "existing": [first.existing, second.existing],
        "queue_registered": first.queue_registered,
    }


def _watch(channel: grpc.Channel, workflow_id: str) -> dict:
    """The watch is open before the payment is sent; what the payment changes must come on it."""
    stub = event_service_pb2_grpc.EventServiceStub(channel)
    request = events.WatchEventsRequest(workflow_id=workflow_id, read_options=AS_JSON)
    seen, payment, ended = [], None, None
    for response in stub.WatchEvents(request, timeout=DEADLINE):
        seen += [[change.key, _json(change.set.value)] for change in response.changes]
        if payment is None and seen:
            payment = _pay(channel, workflow_id)
        if response.HasField("workflow_ended"):
            ended = values.WorkflowStatus.Name(response.workflow_ended.status)
    return {"seen": seen, "ended": ended, "payment": payment}


def _pay(channel: grpc.Channel, workflow_id: str) -> dict:
    """Sends the payment twice under one key."""
    stub = message_service_pb2_grpc.MessageServiceStub(channel)
    message = _message(workflow_id, "in cash", topic="payment", idempotency_key="payment-1")
    first = stub.Send(messages.SendRequest(message=message), timeout=DEADLINE)
    second = stub.Send(messages.SendRequest(message=message), timeout=DEADLINE)
    return {
        "message_id": first.message_id,
        "duplicate": [first.duplicate, second.duplicate],
        "same_id": first.message_id == second.message_id,
    }


def _stream(channel: grpc.Channel, workflow_id: str) -> dict:
    stub = streams_stub(channel)
    read, next_offset, end = [], None, None
    request = streams.ReadStreamRequest(workflow_id=workflow_id, key="progress", read_options=AS_JSON)
    for response in stub.ReadStream(request, timeout=DEADLINE):
        read += [_json(value) for value in response.values]
        next_offset = response.next_offset
        if response.HasField("end"):
            end = response.end.WhichOneof("reason")
    one = streams.ReadStreamOffsetRequest(workflow_id=workflow_id, key="progress", offset=1, read_options=AS_JSON)
    second = stub.ReadStreamOffset(one, timeout=DEADLINE).value
    return {"values": read, "next_offset": next_offset, "end": end, "at": [second.offset, _json(second.value)]}


def streams_stub(channel: grpc.Channel) -> stream_service_pb2_grpc.StreamServiceStub:
    return stream_service_pb2_grpc.StreamServiceStub(channel)


def _workflow(channel: grpc.Channel, workflow_id: str) -> dict:
    stub = workflow_service_pb2_grpc.WorkflowServiceStub(channel)
    waiting = workflows.AwaitWorkflowRequest(workflow_id=workflow_id, read_options=AS_JSON)
    completed = stub.AwaitWorkflow(waiting, timeout=DEADLINE).completed
    looking = workflows.GetWorkflowRequest(workflow_id=workflow_id, read_options=AS_JSON)
    found = stub.GetWorkflow(looking, timeout=DEADLINE).workflow
    return {
        "status": values.WorkflowStatus.Name(completed.status),
        "output": _json(completed.output),
        "input": _json(found.input),
        "name": found.workflow_name,
        "ended_after_created": found.completed_at.ToDatetime() >= found.created_at.ToDatetime(),
    }


def _lists(channel: grpc.Channel, workflow_id: str) -> dict:
    message_service = message_service_pb2_grpc.MessageServiceStub(channel)
    event_service = event_service_pb2_grpc.EventServiceStub(channel)
    listed = message_service.ListMessages(
        messages.ListMessagesRequest(workflow_id=workflow_id, state=messages.MESSAGE_STATE_CONSUMED),
        timeout=DEADLINE,
    )
    pages = _pages(
        lambda token: event_service.ListEvents(
            events.ListEventsRequest(
                workflow_id=workflow_id, page_size=1, page_token=token, read_options=AS_JSON
            ),
            timeout=DEADLINE,
        )
    )
    found = streams_stub(channel).ListStreams(streams.ListStreamsRequest(workflow_id=workflow_id), timeout=DEADLINE)
    workflow_service = workflow_service_pb2_grpc.WorkflowServiceStub(channel)
    steps = workflow_service.ListWorkflowSteps(
        workflows.ListWorkflowStepsRequest(workflow_id=workflow_id, read_options=AS_JSON), timeout=DEADLINE
    ).steps
    listing = workflows.ListWorkflowsRequest(
        workflow_id_prefixes=[workflow_id], statuses=[values.WORKFLOW_STATUS_SUCCESS], read_options=AS_JSON
    )
    of_order = workflow_service.ListWorkflows(listing, timeout=DEADLINE).workflows
    first = workflows.AwaitFirstRequest(workflow_ids=["nobody", workflow_id], read_options=AS_JSON)
    ended = workflow_service.AwaitFirst(first, timeout=DEADLINE).completed
    queue_service = queue_service_pb2_grpc.QueueServiceStub(channel)
    registered = queue_service.ListQueues(queues.ListQueuesRequest(), timeout=DEADLINE).queues
    return {
        "steps": [step.function_id for step in steps],
        "workflows": [[workflow.workflow_id, _json(workflow.output)] for workflow in of_order],
        "first": [ended.workflow_id, _json(ended.outcome.output)],
        "queues": [queue.name for queue in registered if queue.name == QUEUE],
        "messages": [[message.topic, _json(message.value), message.consumed] for message in listed.messages],
        "events": [[event.key, _json(event.value.value)] for page in pages for event in page.events],
        "streams": [[stream.key, stream.next_offset, stream.closed] for stream in found.streams],
    }


def _pages(fetch):
    page = fetch("")
    yield page
    while page.next_page_token:
        page = fetch(page.next_page_token)
        yield page


def _batch(channel: grpc.Channel, workflow_id: str) -> list:
    """Two messages of which one has nowhere to go: it fails alone."""
    stub = message_service_pb2_grpc.MessageServiceStub(channel)
    both = [_message(workflow_id, "late"), _message("nobody", "lost")]
    outcomes = stub.SendBatch(messages.SendBatchRequest(messages=both), timeout=DEADLINE).outcomes
    return [
        failure_in(outcome.error, "in a batch").reason
        if outcome.HasField("error")
        else values.WorkflowStatus.Name(outcome.sent.destination_status)
        for outcome in outcomes
    ]


def _manage(channel: grpc.Channel) -> dict:
    """A workflow that no worker runs: changed, cancelled twice under one token, resumed and deleted; its queue, too."""
    stub = workflow_service_pb2_grpc.WorkflowServiceStub(channel)
    queue_stub = queue_service_pb2_grpc.QueueServiceStub(channel)
    name = "queue of nobody"
    queue_stub.UpsertQueue(queues.UpsertQueueRequest(queue=queues.Queue(name=name)), timeout=DEADLINE)
    enqueue = workflows.EnqueueWorkflowRequest(queue_name=name, workflow_name="order", delay=Duration(seconds=3600))
    first = workflows.FirstMessage(payload=values.Payload(data=json.dumps("first")))
    together = workflows.EnqueueAndSendRequest(workflow=enqueue, messages=[first])
    managed = stub.EnqueueAndSend(together, timeout=DEADLINE).workflow.workflow_id
    delay = workflows.SetWorkflowDelayRequest(workflow_id=managed, delay=Duration(seconds=7200))
    priority = workflows.SetWorkflowPriorityRequest(workflow_id=managed, priority=7)
    attributes = workflows.SetWorkflowAttributesRequest(workflow_id=managed, attributes_json='{"a": 1}')
    changed = [
        stub.SetWorkflowDelay(delay, timeout=DEADLINE).changed,
        stub.SetWorkflowPriority(priority, timeout=DEADLINE).changed,
        stub.SetWorkflowAttributes(attributes, timeout=DEADLINE).changed,
    ]
    cancel = workflows.CancelWorkflowsRequest(workflow_ids=[managed], request_id="cancel-once")
    cancelled = [stub.CancelWorkflows(cancel, timeout=DEADLINE).cancelled for _ in range(2)]
    rewind = workflows.RewindWorkflowRequest(workflow_id=managed, queue_name=name)
    stub.RewindWorkflow(rewind, timeout=DEADLINE)
    fork = workflows.ForkWorkflowRequest(workflow_id=managed, new_workflow_id="fork", request_id="f", queue_name=name)
    forked = [stub.ForkWorkflow(fork, timeout=DEADLINE).workflow_id for _ in range(2)]
    resume = workflows.ResumeWorkflowsRequest(workflow_ids=[managed], queue_name=name)
    resumed = stub.ResumeWorkflows(resume, timeout=DEADLINE).resumed
    delete = workflows.DeleteWorkflowsRequest(workflow_ids=[managed])
    deleted = [stub.DeleteWorkflows(delete, timeout=DEADLINE).deleted for _ in range(2)]
    delete_queue = queues.DeleteQueueRequest(name=name)
    queue_deleted = [queue_stub.DeleteQueue(delete_queue, timeout=DEADLINE).deleted for _ in range(2)]
    return {
        "changed": changed,
        "cancelled": cancelled,
        "forked": forked,
        "resumed": resumed,
        "deleted": deleted,
        "queue_deleted": queue_deleted,
    }


def _message(destination_id: str, value: object, **rest) -> messages.OutgoingMessage:
    payload = values.Payload(data=json.dumps(value))
    return messages.OutgoingMessage(destination_id=destination_id, payload=payload, **rest)


def _json(value: values.Value) -> object:
    return json.loads(value.payload.data)
