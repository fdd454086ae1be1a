"""Operations: health, metrics, and views for administrators."""
