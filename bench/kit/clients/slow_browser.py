"""A browser over a poor network: what goes over its wire, and how slow it is made."""

from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Request

MEGABITS, LATENCY_MS, SLOWER = 1.6, 150, 4


class Traffic:
    """Bytes that a page was sent: answers with their heads as they were compressed, and what its
    sockets were told."""

    def __init__(self, page: Page) -> None:
        self.received = 0
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", self._loaded)
        self.session.on("Network.webSocketFrameReceived", self._told)

    def make_poor(self) -> None:
        """Let it have 1.6 Mbit/s, 150 ms of latency and a fourth of the processor."""
        bytes_a_second = MEGABITS * 1_000_000 / 8
        conditions = {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": bytes_a_second,
            "uploadThroughput": bytes_a_second / 2,
        }
        self.session.send("Network.emulateNetworkConditions", conditions)
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def make_good(self) -> None:
        """Take all of it back."""
        unbound = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.session.send("Network.emulateNetworkConditions", unbound)
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": 1})

    def _loaded(self, event: dict[str, Any]) -> None:
        self.received += int(event["encodedDataLength"])

    def _told(self, event: dict[str, Any]) -> None:
        self.received += len(event["response"]["payloadData"].encode())


class Kept:
    """Bytes that a context's service worker fetched, to have them without a network."""

    def __init__(self, context: BrowserContext) -> None:
        self.received = 0
        context.on("requestfinished", self._finished)

    def _finished(self, request: Request) -> None:
        if request.service_worker is not None:
            sizes = request.sizes()
            self.received += sizes["responseBodySize"] + sizes["responseHeadersSize"]
