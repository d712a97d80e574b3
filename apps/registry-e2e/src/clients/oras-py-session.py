"""Runs the calls of oras-py that package tools are built on, one per line of standard input, and prints each result.

A line is a JSON list: the name of the call and its parameters. The client object lives for the whole session.
"""

import json
import sys

import oras.client
import oras.oci

client = oras.client.OrasClient(insecure=True)


def push(target, files, **options):
    response = client.push(target, files=files, quiet=True, **options)
    return response.headers["Docker-Content-Digest"]


def push_in_chunks(target, files, size):
    return push(target, files, do_chunked=True, chunk_size=size)


def dry_run(target):
    """Opens an upload and cancels it without sending a byte, as a tool does that asks whether it may push."""
    container = client.get_container(target)
    opened = client.do_request(f"http://{container.upload_blob_url()}", "POST")
    location = client._get_location(opened, container)
    return [opened.status_code, client.do_request(location, "DELETE").status_code]


CALLS = {
    "login": lambda host, account, password: client.auth.set_basic_auth(account, password),
    "push": push,
    "push_in_chunks": push_in_chunks,
    "pull": lambda target, folder: len(client.pull(target, outdir=folder)),
    "tags": lambda name, limit=None: client.get_tags(name, N=limit),
    "delete": lambda name, tags: client.delete_tags(name, tags),
    "manifest": lambda target: client.get_manifest(target),
    "dry_run": dry_run,
}

for line in sys.stdin:
    name, *parameters = json.loads(line)
    print(json.dumps(CALLS[name](*parameters)))
