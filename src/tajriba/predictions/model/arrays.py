"""Types of numpy columns. Importing this module imports numpy, which is slow."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Column: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]
