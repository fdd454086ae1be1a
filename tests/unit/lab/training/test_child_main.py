"""The process that trains, when whoever started it is killed."""

import subprocess
import sys
from pathlib import Path
from typing import Final

from tajriba.lab.training.child_launcher import packed
from tajriba.lab.training.request import Request
from tajriba.predictions.fitting.report_columns import ReportRow, reports_from

STARTER: Final = """
import subprocess, sys
command = [sys.executable, "-m", "tajriba.lab.training.child_main"]
child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdin.write(open(sys.argv[1], "rb").read())
child.stdin.close()
sys.stdout.buffer.write(child.stdout.readline())
sys.stdout.flush()
sys.stdin.read()
"""
"""A server that starts a training and passes its first word on."""


def test_it_ends_with_its_server_without_a_word(tmp_path: Path) -> None:
    """Standard error is shared with the child, and ends when both have."""
    rows = [ReportRow(n % 300, n % 50, "c", n % 40, n % 3 == 0, 3.0, n / 9) for n in range(9000)]
    request = tmp_path / "request"
    request.write_bytes(packed(Request(reports_from(rows), "1", None)))
    command = [sys.executable, "-c", STARTER, str(request)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as server:
        assert server.stdout is not None
        assert b"training" in server.stdout.readline()
        server.kill()
        _, said = server.communicate(timeout=30)
    assert said == b""
