"""An application on DBOS's own Python SDK, for test/interop/python-application.test.ts.

The environment names the database (DATABASE_URL). It prints a line when it serves, and ends with its standard input.
"""

import os
import sys

from dbos import (
    DBOS,
    DBOSClient,
    PortableWorkflowError,
    WorkflowSerializationFormat,
)

PORTABLE = WorkflowSerializationFormat.PORTABLE
URL = os.environ["DATABASE_URL"]
WAIT_SECONDS = 60

DBOS(
    config={
        "name": "python",
        "system_database_url": URL,
        "application_version": "1",
        "log_level": "ERROR",
    }
)


@DBOS.step()
def packed(item):
    DBOS.write_stream("progress", f"packed {item}")
    return item.upper()


@DBOS.workflow(name="order", serialization_type=PORTABLE)
def order(customer, items, *, express=False):
    DBOS.set_event("status", "waiting")
    payment = DBOS.recv("payment", timeout_seconds=WAIT_SECONDS)
    note = DBOS.recv(timeout_seconds=WAIT_SECONDS)
    DBOS.set_event("status", {"paid": payment["amount"], "by": customer})
    DBOS.set_event("nothing", None)
    for item in items:
        packed(item)
    DBOS.write_stream("progress", None)
    DBOS.close_stream("progress")
    missing = DBOS.recv("never", timeout_seconds=0)
    return {"payment": payment, "note": note, "express": express, "missing": missing}


@DBOS.workflow(name="inbox", serialization_type=PORTABLE)
def inbox(count):
    return [DBOS.recv("in", timeout_seconds=WAIT_SECONDS) for _ in range(count)]


class OutOfStock(Exception):
    pass


@DBOS.workflow(name="fails", serialization_type=PORTABLE)
def fails(kind):
    if kind == "portable":
        raise PortableWorkflowError("no stock", "OutOfStock", 7, {"sku": "w"})
    raise OutOfStock("none left: ü")


@DBOS.workflow(name="pickles")
def pickles(fail):
    DBOS.set_event("plain", "text")
    DBOS.set_event("pickled", {1, 2})
    if fail:
        raise OutOfStock("pickled")
    return {1, 2}


@DBOS.workflow(name="starts_pickles", serialization_type=PORTABLE)
def starts_pickles(fail):
    return DBOS.start_workflow(pickles, fail).workflow_id


@DBOS.workflow(name="converses", serialization_type=PORTABLE)
def converses(other):
    """Talks with a workflow of another program."""
    DBOS.send(
        other, {"from": DBOS.workflow_id, "ü": "✓"}, "hello", serialization_type=PORTABLE
    )
    answer = DBOS.recv("answer", timeout_seconds=WAIT_SECONDS)
    event = DBOS.get_event(other, "status", timeout_seconds=WAIT_SECONDS)
    return {"answer": answer, "event": event, "stream": list(DBOS.read_stream(other, "out"))}


@DBOS.step()
def through_a_client(queue, workflow, argument):
    """What a program does that has no application: enqueues elsewhere, and waits for the result or the error."""
    client = DBOSClient(system_database_url=URL)
    try:
        handle = client.enqueue(
            {
                "application_name": "ours",
                "queue_name": queue,
                "workflow_name": workflow,
                "serialization_type": PORTABLE,
            },
            argument,
        )
        try:
            return {"result": handle.get_result(polling_interval_sec=0.05)}
        except Exception as error:
            data = getattr(error, "data", None)
            name = getattr(error, "name", None)
            return {"message": getattr(error, "message", str(error)), "name": name, "data": data}
    finally:
        client.destroy()


@DBOS.workflow(name="delegates", serialization_type=PORTABLE)
def delegates(queue, workflow, argument):
    return through_a_client(queue, workflow, argument)


@DBOS.step()
def tick(number):
    return number


@DBOS.workflow(name="endless", serialization_type=PORTABLE)
def endless():
    number = 0
    while True:
        tick(number)
        DBOS.set_event("ticks", number)
        DBOS.sleep(0.05)
        number += 1


DBOS.launch()
DBOS.register_queue("python", polling_interval_sec=0.1)
print("serving", flush=True)
sys.stdin.read()
os._exit(0)  # whatever still runs
