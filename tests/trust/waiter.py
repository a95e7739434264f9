"""Runs a command and prints its processor time in seconds, its peak memory in MiB, and its status (negative: a signal).

    waiter.py TIMEOUT_SECONDS COMMAND...

Small on purpose: a child's peak begins with what its parent had.
"""
import os
import resource
import signal
import sys

child = os.fork()
if child == 0:
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.execv(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(child, 0)
print(f"{usage.ru_utime + usage.ru_stime:.4f} {usage.ru_maxrss / 1024:.1f} {os.waitstatus_to_exitcode(status)}")
