"""Types of columns. Whoever imports this imports numpy, which takes long."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Column: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]
