"""The programs a claim is measured against."""
