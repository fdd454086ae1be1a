"""The vocabulary: what people type, recognised, suggested and mapped."""
