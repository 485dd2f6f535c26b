"""A worker of one workflow: connects, takes it, records a step, sets an event, ends it, and says goodbye."""

import queue as threads
import uuid

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from dbosd.v1 import queue_service_pb2 as queues
from dbosd.v1 import queue_service_pb2_grpc
from dbosd.v1 import values_pb2 as values
from dbosd.v1 import worker_service_pb2 as workers
from dbosd.v1 import worker_service_pb2_grpc
from dbosd.v1 import workflow_service_pb2 as workflows
from dbosd.v1 import workflow_service_pb2_grpc

APPLICATION = "python worker"
# A hang is a failure, with the name of the method in its error.
DEADLINE = 60


def worker(channel: grpc.Channel) -> dict:
    """Runs a workflow, and returns the frames that it received and the outcome."""
    workflow_id = _enqueue(channel)
    outgoing: threads.SimpleQueue = threads.SimpleQueue()
    outgoing.put(workers.ConnectRequest(hello=_hello()))
    stub = worker_service_pb2_grpc.WorkerServiceStub(channel)
    responses = stub.Connect(iter(outgoing.get, None), timeout=DEADLINE)
    accepted = next(responses).accepted
    assignment = next(one for response in responses for one in response.assignments)
    outgoing.put(_run(assignment))
    answers = {}
    while len(answers) < 3:
        answers |= {answer.id: answer.WhichOneof("outcome") for answer in next(responses).answers}
    outgoing.put(workers.ConnectRequest(goodbye=workers.WorkerGoodbye()))
    rest = sum(len(response.answers) for response in responses)
    outgoing.put(None)
    service = workflow_service_pb2_grpc.WorkflowServiceStub(channel)
    outcome = service.AwaitWorkflow(workflows.AwaitWorkflowRequest(workflow_id=workflow_id), timeout=DEADLINE)
    return {
        "max_operations": accepted.max_operations,
        "assigned": [assignment.workflow_id == workflow_id, assignment.workflow_name, assignment.attempt],
        "answers": [answers[number] for number in sorted(answers)],
        "after_goodbye": rest,
        "output": outcome.completed.output.payload.data,
    }


def _enqueue(channel: grpc.Channel) -> str:
    queue = queues.Queue(name=APPLICATION, application_name=APPLICATION)
    queue_service_pb2_grpc.QueueServiceStub(channel).UpsertQueue(
        queues.UpsertQueueRequest(queue=queue), timeout=DEADLINE
    )
    request = workflows.EnqueueWorkflowRequest(
        queue_name=APPLICATION, workflow_name="greet", application_name=APPLICATION
    )
    stub = workflow_service_pb2_grpc.WorkflowServiceStub(channel)
    return stub.EnqueueWorkflow(request, timeout=DEADLINE).workflow_id


def _hello() -> workers.WorkerHello:
    return workers.WorkerHello(
        application_name=APPLICATION,
        application_version="1",
        executor_id=str(uuid.uuid4()),
        instance=str(uuid.uuid4()),
        workflows=[workers.RegisteredWorkflow(workflow_name="greet")],
    )


def _run(assignment: workers.Assignment) -> workers.ConnectRequest:
    run = {"workflow_id": assignment.workflow_id, "owner_token": assignment.owner_token}
    value = values.Payload(data='"hello"')
    begun = Timestamp()
    begun.GetCurrentTime()
    kinds = [
        {"record_step": workers.RecordStep(function_name="greeting", output=value)},
        {"set_event": workers.SetEvent(key="greeting", value=value)},
        {"finish_workflow": workers.FinishWorkflow(output=value)},
    ]
    return workers.ConnectRequest(
        assignment_answers=[workers.AssignmentAnswer(**run)],
        operations=[
            workers.DurableOperation(id=place + 1, function_id=place, started_at=begun, **run, **kind)
            for place, kind in enumerate(kinds)
        ],
    )
