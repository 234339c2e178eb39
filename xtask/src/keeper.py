"""Runs one program and ends it, with all that it started, when standard input closes.

The command holds the other end of that pipe, so nothing is left behind however the command itself ends.
"""
import os
import signal
import subprocess
import sys
import threading

SECONDS_TO_STOP = 20


def end_group(number):
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        pass


def stop(*_):
    end_group(signal.SIGTERM)
    try:
        child.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        pass
    end_group(signal.SIGKILL)
    os._exit(0)


def watch():
    code = child.wait()
    end_group(signal.SIGKILL)
    os._exit(code if code >= 0 else 1)


signal.signal(signal.SIGINT, signal.SIG_IGN)
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=True)
signal.signal(signal.SIGTERM, stop)
threading.Thread(target=watch, daemon=True).start()
sys.stdin.buffer.read()
stop()
