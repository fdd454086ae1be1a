"""The notice that people read is the one that they accept."""

import re

from tajriba.patients.consent.schemas import NOTICE_VERSION
from tests.architecture.documents import read


def test_client_and_server_speak_of_one_version() -> None:
    found = re.search(r"NOTICE_VERSION = (\d+);", read("client/src/screens/privacy/notice.ts"))
    assert found is not None
    assert int(found[1]) == NOTICE_VERSION
