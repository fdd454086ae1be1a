"""The tables of evidence as they stand, row by row, for comparing. Rows of zeros are left out."""

from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select

from tajriba.evidence.core import Sums
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.models import KEY, SUMS, evidence_day, evidence_patient
from tajriba.evidence.recompute import PatientRow
from tajriba.kit.db import ReadTx

DayRow = tuple[tuple[Key, int], Sums]
"""The key and the day, and the sums."""

PatientDay = tuple[PatientRow, tuple[int, int, int]]
"""The patient's row, and the latest day, the herb and the condition."""
