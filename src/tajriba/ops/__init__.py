"""Operations: health, metrics, and what administrators look at."""
