"""GET /api/session as sign-in does it, with boto3 as its manual has it.

Nothing here is part of the portal: it is what the benchmark measures the Rust function against.
"""

import hashlib
import json
import os
import time
from datetime import UTC, datetime
from http.client import HTTPConnection

import boto3

TABLE = os.environ["TABLE_NAME"]
client = boto3.client("dynamodb", verify=os.environ.get("TRUST_STORE_FILE"))


def key(pk, sk):
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def get_all(keys):
    output = client.batch_get_item(RequestItems={TABLE: {"Keys": keys, "ConsistentRead": True}})
    found = {(item["pk"]["S"], item["sk"]["S"]): item for item in output["Responses"][TABLE]}
    return [found.get((wanted["pk"]["S"], wanted["sk"]["S"])) for wanted in keys]


def problem(status, code):
    headers = {"content-type": "application/problem+json"}
    return {"statusCode": status, "headers": headers, "body": json.dumps({"code": code})}


def session(event):
    name = "__Host-session="
    cookie = next((cookie for cookie in event.get("cookies", []) if cookie.startswith(name)), None)
    if cookie is None:
        return problem(401, "no_session")
    handle = cookie[len(name) :]
    pk = "USER#" + handle.split(".")[0]
    digest = hashlib.sha256(handle.encode()).hexdigest()
    stored, user = get_all([key(pk, f"SESSION#{digest}"), key(pk, "USER")])
    if stored is None or user is None:
        return problem(401, "no_session")
    ends = min(int(stored["ends_at_latest"]["N"]), int(stored["last_seen_at"]["N"]) + 1_800_000)
    live = ends > time.time() * 1000 and int(stored["created_at"]["N"]) > int(user["valid_from"]["N"])
    if user["status"]["S"] != "active" or not live:
        return problem(401, "no_session")
    found = client.query(
        TableName=TABLE,
        IndexName="by-user",
        KeyConditionExpression="user_pk = :user",
        ExpressionAttributeValues={":user": {"S": pk}},
        Limit=50,
    )
    member = "MEMBER#" + user["id"]["S"]
    places = [item["org_sk"]["S"] for item in found["Items"]]
    items = get_all([wanted for place in places for wanted in (key(place, "ORG"), key(place, member))])
    organisations = [
        {
            "id": organisation["id"]["S"],
            "name": organisation["name"]["S"],
            "client_number": organisation["client_number"]["S"],
            "rights": sorted(right["S"] for right in membership["rights"]["L"]),
        }
        for organisation, membership in zip(items[::2], items[1::2], strict=True)
        if organisation and membership
    ]
    organisations.sort(key=lambda organisation: organisation["name"])
    first = organisations[0]["id"] if organisations else None
    view = {
        "user": user["id"]["S"],
        "name": user["name"]["S"],
        "login": user["login"]["S"],
        "email": user["email"]["S"],
        "mobile": "•••• ••" + user["mobile"]["S"][-4:],
        "language": user["language"]["S"],
        "kind": user["kind"]["S"],
        "organisations": organisations,
        "active_organisation": stored["organisation"]["S"] if "organisation" in stored else first,
        "ends_at": datetime.fromtimestamp(ends / 1000, UTC).isoformat(),
        "second_factor": {"authenticator": False, "sms": True, "recovery_codes_left": 0},
    }
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    return {"statusCode": 200, "headers": headers, "body": json.dumps(view)}


def run():
    """Serves the Lambda Runtime API, as small as it can be."""
    runtime = HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    invocation = "/2018-06-01/runtime/invocation/"
    while True:
        runtime.request("GET", invocation + "next")
        response = runtime.getresponse()
        request_id = response.headers["lambda-runtime-aws-request-id"]
        answer = session(json.loads(response.read()))
        runtime.request("POST", f"{invocation}{request_id}/response", json.dumps(answer).encode())
        runtime.getresponse().read()


if __name__ == "__main__":
    run()
