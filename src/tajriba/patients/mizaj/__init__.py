"""The questionnaire that assesses a mizaj, and its answers in words."""
