"""The few AWS calls of `cargo xtask` that are not the SAM CLI's, with the library that comes with it.

    aws.py outputs <stack> [--secret]                      the stack's outputs as JSON
    aws.py publish <folder> <bucket> <distribution>        uploads the web app, invalidates the pages
    aws.py lock-objects <stack>                            turns Object Lock on for the files bucket
    aws.py sizes <stack>                                   bytes of each function's package, as JSON
"""
import json
import mimetypes
import pathlib
import sys
import time

import boto3

FOR_EVER = "public, max-age=31536000, immutable"
ASK_EVERY_TIME = "no-cache"
TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".woff2": "font/woff2"}


def outputs(stack, *options):
    answer = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    found = {output["OutputKey"]: output["OutputValue"] for output in answer.get("Outputs", [])}
    if "--secret" in options:
        client = boto3.client("cognito-idp").describe_user_pool_client(
            UserPoolId=found["UserPoolId"], ClientId=found["UserPoolClientId"]
        )
        found["UserPoolClientSecret"] = client["UserPoolClient"]["ClientSecret"]
    return found


def publish(folder, bucket, distribution):
    root = pathlib.Path(folder)
    files = sorted(path for path in root.rglob("*") if path.is_file())
    # What index.html names goes first and stays: a page of the last version still finds its files.
    files.sort(key=lambda path: path.suffix == ".html")
    s3 = boto3.client("s3")
    for path in files:
        key = path.relative_to(root).as_posix()
        kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind == "application/json":
            kind += "; charset=utf-8"
        age = FOR_EVER if key.startswith("assets/") else ASK_EVERY_TIME
        s3.put_object(Bucket=bucket, Key=key, Body=path.read_bytes(), ContentType=kind, CacheControl=age)
    invalidation = boto3.client("cloudfront").create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(time.time_ns())},
    )
    return {"files": len(files), "invalidation": invalidation["Invalidation"]["Id"]}


def lock_objects(stack):
    bucket = outputs(stack)["FilesBucketName"]
    lock = {"ObjectLockEnabled": "Enabled"}
    boto3.client("s3").put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=lock)
    return {"bucket": bucket}


def sizes(stack):
    functions = boto3.client("lambda")
    found = outputs(stack)
    names = [value for key, value in found.items() if key.endswith("FunctionName")]
    return {name: functions.get_function_configuration(FunctionName=name)["CodeSize"] for name in names}


COMMANDS = {"outputs": outputs, "publish": publish, "lock-objects": lock_objects, "sizes": sizes}
print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:]), indent=2))
