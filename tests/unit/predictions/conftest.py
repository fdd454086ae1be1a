"""Properties are about values: how fast a busy machine checks one of them says nothing."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
