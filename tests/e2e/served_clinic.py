"""A served database with people in it, each with a diagnosis and the same plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.kit.clients.remote_client import PASSWORD, Message, Remote, Screen, report_of
from tests.kit.servers.server_process import Home, Server


@dataclass
class Patient:
    """A patient with one diagnosis, whose plan holds `remedies`."""

    remote: Remote
    diagnosis_id: int
    remedies: list[int]

    def report(self, remedy: int = 0, **report: Any) -> Message:
        """Submit a report of the n-th remedy."""
        return self.remote.submit(self.diagnosis_id, self.remedies[remedy], **report)

    def body(self, remedy: int = 0, **report: Any) -> Message:
        """Return the body of a report of the n-th remedy."""
        return report_of(self.diagnosis_id, self.remedies[remedy], **report)

    def live(self) -> Message:
        """Return the live snapshot."""
        return self.remote.live(self.diagnosis_id)


class Town:
    """Everything that a test started, and its end."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.server: Server = home.serve()
        self._remotes: list[Remote] = []
        self._screens: list[Screen] = []

    def patient(self, planned: int = 3) -> Patient:
        """Register a patient with a headache and a plan."""
        email = f"patient{len(self._remotes)}@example.org"
        remote = self._met(Remote.registered(self.server.address, email))
        diagnosis_id = remote.diagnose()
        remedies = remote.candidates(diagnosis_id)[:planned]
        remote.plan(diagnosis_id, remedies)
        return Patient(remote, diagnosis_id, remedies)

    def practitioner(self) -> Remote:
        """Create a practitioner as the operator does, while the server runs."""
        return self.employ("practitioner")

    def employ(self, role: str) -> Remote:
        """Create somebody of a role as the operator does, while the server runs."""
        email = f"{role}{len(self._remotes)}@example.org"
        made = self.home.run("user", "create", email, "--role", role, said=PASSWORD)
        assert made.returncode == 0, made.stderr
        return self._met(Remote(self.server.address, email))

    def screen(self, remote: Remote, diagnosis_id: int, after: int | None = None) -> Screen:
        """Open a screen with a header."""
        return self._opened(remote.screen(diagnosis_id, after))

    def browser(self, remote: Remote, diagnosis_id: int, after: int | None = None) -> Screen:
        """Open a screen with a ticket."""
        return self._opened(remote.browser_screen(diagnosis_id, after))

    def restart(self, port: int = 0) -> None:
        """Serve the same database anew, by default elsewhere; everybody goes there."""
        self.server = self.home.serve("--port", str(port))
        for remote in self._remotes:
            remote.move(self.server.address)

    def close(self) -> None:
        """End everything."""
        self.home.close()
        for screen in self._screens:
            screen.close()
        for remote in self._remotes:
            remote.close()

    def _met(self, remote: Remote) -> Remote:
        self._remotes.append(remote)
        return remote

    def _opened(self, screen: Screen) -> Screen:
        self._screens.append(screen)
        return screen


@contextmanager
def town_in(folder: Path, **settings: str) -> Iterator[Town]:
    """Give a town with a home of its own in `folder`; every server of it has ended after."""
    home = Home(folder, **settings)
    try:
        town = Town(home)
        yield town
        town.close()
    finally:
        home.close()
