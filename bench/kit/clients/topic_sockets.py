"""All sockets of one topic, and what is published to them."""

import time
from collections.abc import Callable

from bench.kit.clients.connecting import Entered, enter_all
from bench.kit.clients.epoll_http import Poster
from bench.kit.clients.epoll_loop import Poller
from bench.kit.clients.identical_streams import Chorus, DiscordError, Member
from bench.kit.fanout_messages import FIRST
from bench.kit.servers.fanout_servers import Audience

DRAIN_SECONDS = 30.0
_TURN_SECONDS = 0.01


class Crowd:
    """So many members of one chorus; messages are posted over `lines` connections."""

    def __init__(
        self, poller: Poller, port: int, audience: Audience, sockets: int, lines: int
    ) -> None:
        self.chorus = Chorus(audience.number_of)
        self.posted = 0
        self._poller = poller
        self._audience = audience
        self._sockets = sockets
        self._poster = Poster(poller, port, lines)
        enter_all(poller, port, [audience.dialect] * sockets, self._take)

    def _take(self, _: int, client: Entered) -> None:
        Member(self.chorus, self._audience.dialect, client, self._poller)

    def flood(self, seconds: float, window: int) -> float:
        """Publish for so long, `window` messages under way at a time; returns how long it was."""
        begin = time.perf_counter()
        while (now := time.perf_counter()) < begin + seconds:
            heard = self.chorus.heard // self._sockets
            while self._poster.free and self.posted - heard < window:
                self._publish()
            self._poller.turn(_TURN_SECONDS)
        return now - begin

    def pace(self, rate: float, more: Callable[[float], bool]) -> None:
        """Publish so many messages a second, whatever is heard, while `more(seconds so far)`."""
        begin = time.perf_counter()
        count = 0
        while more(passed := time.perf_counter() - begin):
            while count <= passed * rate:
                self._publish()
                count += 1
            self._poller.turn(count / rate - passed)

    def drain(self) -> None:
        """Wait until everybody has heard all; raises DiscordError where anything is amiss."""
        self._poller.until(self._all_heard, DRAIN_SECONDS, "all is heard")
        if sorted(self.chorus.numbers) != list(range(FIRST, FIRST + self.posted)):
            raise DiscordError("what was heard is not what was published")

    def _all_heard(self) -> bool:
        return self.chorus.heard >= self.posted * self._sockets

    def _publish(self) -> None:
        number = FIRST + self.posted
        self.posted += 1
        self.chorus.sent[number] = time.perf_counter()
        self._poster.post(self._audience.publish(number))
