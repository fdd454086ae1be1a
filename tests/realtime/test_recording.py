"""What the client's tests replay is what the server tells now."""

import pytest

from tests.kit.clients.snapshot_screens import SnapshotScreens
from tests.kit.clinics.clinic import Clinic
from tests.realtime.recording import RECORDED, record, text


@pytest.mark.embedded
def test_the_clients_recording_is_not_stale(clinic: Clinic) -> None:
    hint = "run `python -m tests.realtime.recording`"
    assert RECORDED.read_text("utf-8") == text(record(SnapshotScreens.made(clinic))), hint
