"""The client folds letters as the server does, so that it finds a name in any spelling."""

import json
import unicodedata
from pathlib import Path

from tajriba.kit.text import fold

LETTERS = Path(__file__).parents[3] / "client" / "src" / "vocabulary" / "letters.json"
BLOCKS = (range(0x600, 0x700), range(0x750, 0x780), range(0x8A0, 0x8CA))


def test_the_clients_letters_are_those_of_the_server() -> None:
    told = {
        other: one
        for one, others in json.loads(LETTERS.read_text("utf-8")).items()
        for other in others
    }
    letters = [chr(code) for block in BLOCKS for code in block]
    whole = [each for each in letters if unicodedata.normalize("NFKD", each) == each]
    whole = [each for each in whole if unicodedata.category(each).startswith("L")]
    assert told == {each: fold(each) for each in whole if fold(each) != each}
