"""What browsers get: the client's files, its page with facts in it, and what stands elsewhere."""

import gzip
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tajriba.app import create_app
from tajriba.pages.client_routes import MACHINES, SCREENS
from tajriba.pages.response_headers import POLICY
from tajriba.pages.static_files import StaticFiles
from tajriba.settings import Settings
from tests.kit.clinics.clinic import Clinic, code_of, data_of
from tests.kit.fakes.built_client import SCRIPT, built_client
from tests.kit.fakes.fake_clock import FakeClock


@pytest.fixture
def app(settings: Settings, clock: FakeClock, tmp_path: Path) -> FastAPI:
    return create_app(settings, clock, static_files=built_client(tmp_path / "built"))


class Tags(HTMLParser):
    """What a page's elements say of themselves."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def one(self, tag: str, **wanted: str) -> dict[str, str | None]:
        """Return the attributes of the one element that has the wanted ones."""
        (found,) = [
            attrs for name, attrs in self.found if name == tag and wanted.items() <= attrs.items()
        ]
        return found


def page(client: TestClient, path: str, status: int = 200, reader: str = "") -> str:
    """Return a page, whose headers are checked."""
    answer = client.get(path, headers={"Accept-Language": reader})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    return answer.text


def test_the_policy_allows_nothing_that_is_not_ours() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert POLICY.startswith("default-src 'none'")


def test_files_named_by_their_content_are_kept_for_ever(client: TestClient) -> None:
    answer = client.get("/assets/a.js", headers={"Accept-Encoding": "gzip"})
    assert answer.text == SCRIPT
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/index.html", "/sw.js", "/manifest.webmanifest"])
def test_other_files_are_asked_for_each_time_and_sent_once(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.headers["cache-control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(path, headers={"If-None-Match": '"else"'}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/assets/a.js", "/herbs/1", "/nowhere"])
def test_head_says_what_get_would(client: TestClient, path: str) -> None:
    got, told = client.get(path), client.head(path)
    assert told.content == b""
    assert told.status_code == got.status_code
    assert told.headers["content-length"] == got.headers["content-length"]
    assert told.headers["etag"] == got.headers["etag"]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_has_the_client_in_it(client: TestClient, screen: str) -> None:
    path = screen.replace(":recommendationId", "1").replace(":id", "1")
    tags = Tags(page(client, path))
    assert tags.one("div", id="app") == {"id": "app"}
    assert tags.one("script", type="module")["src"] == "/assets/a.js"
    assert not [attrs for _, attrs in tags.found if "style" in attrs]


def test_a_page_names_the_scripts_of_its_screen(client: TestClient) -> None:
    tags = Tags(page(client, "/diagnoses/1"))
    link = tags.one("link", rel="modulepreload")
    assert link["href"] == "/assets/a.js", "and none that is not there"
    assert "modulepreload" not in page(client, "/diagnoses/1/print")
    assert "modulepreload" not in page(client, "/nowhere", 404)


@pytest.mark.parametrize(
    "path",
    ["/nowhere", "/herbs/0", "/herbs/99999999", "/conditions/9223372036854775808", "/herbs/1/",
     "/recommendations/99999999", "/herbs/x", "/herbs/۱", "/HERBS", "/notes.md", "/.env",
     "/%2e%2e/%2e%2e/etc/passwd", "/diagnoses/1/report/2/3"],
)  # fmt: skip
def test_what_is_not_there_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    found = page(client, path, 404)
    assert "چنین صفحه‌ای نیست" in found
    assert Tags(found).one("meta", name="robots")["content"] == "noindex"


@pytest.mark.parametrize("first", sorted(MACHINES - {"metrics", "ws", "events"}))
def test_what_programs_ask_for_in_vain_is_a_problem_document(
    client: TestClient, first: str
) -> None:
    assert code_of(client.get(f"/{first}/nowhere"), 404) == "not_found"


def test_the_viewer_of_the_api_is_ours(client: TestClient) -> None:
    tags = Tags(page(client, "/docs"))
    assert tags.one("script")["src"] == "/docs/viewer.js"
    assert "/openapi.json" in client.get("/docs/viewer.js").text
    page(client, "/redoc", 404)


@pytest.mark.parametrize("path", ["/ws/x/y", "/metrics", "/api", "/events/x/y"])
def test_what_programs_may_not_have_is_a_problem_document(client: TestClient, path: str) -> None:
    code = code_of(client.get(path), client.get(path).status_code)
    assert code in {"not_found", "not_signed_in", "invalid"}


def test_a_page_can_only_be_read(client: TestClient) -> None:
    answer = client.post("/herbs/1")
    assert code_of(answer, 405) == "method_not_allowed"
    assert answer.headers["allow"] == "GET, HEAD"
    assert code_of(client.post("/nowhere"), 404) == "not_found"


def test_before_the_client_is_built_a_page_says_how(
    settings: Settings, clock: FakeClock, tmp_path: Path
) -> None:
    app = create_app(settings, clock, static_files=StaticFiles(tmp_path / "empty"))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        found = page(client, "/", 503)
        assert "make run" in found
        assert "has not been built" in found
        assert "ساخته نشده" in found
        assert data_of(client.get("/health/ready"))["ready"]


def test_the_language_is_the_readers(client: TestClient) -> None:
    persian = Tags(page(client, "/herbs/1"))
    assert persian.one("html") == {"lang": "fa", "dir": "rtl"}
    asked = page(client, "/herbs/1?lang=en", reader="fa")
    assert Tags(asked).one("html") == {"lang": "en", "dir": "ltr"}
    assert "Temperament" in asked
    assert page(client, "/herbs/1", reader="en-GB") == page(client, "/herbs/1", reader="fa")
    assert "طبع" in page(client, "/herbs/1?lang=xx")


def test_a_plant_is_named_by_its_id(client: TestClient) -> None:
    (saffron,) = data_of(client.get("/api/herbs", params={"q": "Crocus sativus"}))
    assert "wfo-0000788844" in page(client, f"/herbs/{saffron['id']}")


def test_a_herb_can_be_read_without_javascript(client: TestClient) -> None:
    herb = data_of(client.get("/api/herbs/1"))
    found = page(client, "/herbs/1")
    for word in (herb["name_fa"], herb["name_en"], herb["name_latin"], herb["harms"]):
        assert word.replace("'", "&#x27;") in found
    assert all(one["name"] in found for one in herb["indications"])
    assert "کمتر از پنج بیمار" in found
    assert "نه این‌که دارو سبب آن بوده است" in found
    assert "اورژانس" in found


def test_a_page_names_its_one_address(client: TestClient) -> None:
    tags = Tags(page(client, "/herbs/1?lang=en"))
    assert tags.one("link", rel="canonical")["href"] == "http://127.0.0.1/herbs/1"
    assert tags.one("meta", property="og:url")["content"] == "http://127.0.0.1/herbs/1"
    assert tags.one("link", hreflang="fa")["href"] == "http://127.0.0.1/herbs/1?lang=fa"
    assert tags.one("meta", name="description")["content"]


def published(clinic: Clinic, patients: int) -> int:
    """Have so many patients, all of one mizaj, report of one remedy, and return it."""
    remedy = 0
    for number in range(patients):
        person = clinic.patient(f"بیمار {number}")
        record = {"mizaj": "garm", "sex": "male", "birth_year": 1980}
        path = f"/api/patients/{person.patient_id}"
        data_of(clinic.client.patch(path, json=record, headers=person.headers))
        diagnosis_id = clinic.diagnosis(person)
        remedy = clinic.plan(person, diagnosis_id)[0]
        said = {"side_effects": "تهوع", "comment": "<script>"}
        clinic.report(person, diagnosis_id, remedy, rating=4 if number else 2, **said)
    return remedy


def test_published_figures_stand_on_the_page(client: TestClient, clinic: Clinic) -> None:
    remedy = published(clinic, 5)
    found = page(client, f"/recommendations/{remedy}")
    assert "۸۰٪ از گزارش‌ها موفق بوده است" in found
    assert "۳۸٪ تا ۹۶٪" in found
    assert "۱ آذر ۱۴۰۵" in found
    assert "تهوع" in found
    assert "&lt;script&gt;" not in found
    about = Tags(found).one("meta", name="description")["content"]
    assert about
    assert "۸۰٪ از ۵ گزارش" in about
    english = page(client, f"/recommendations/{remedy}?lang=en")
    assert "38% to 96%" in english
    assert "Mean improvement" in english


def test_figures_of_four_patients_stand_nowhere(client: TestClient, clinic: Clinic) -> None:
    remedy = published(clinic, 4)
    facts = data_of(client.get(f"/api/recommendations/{remedy}"))
    pages = [f"/recommendations/{remedy}", f"/herbs/{facts['herb_id']}",
             f"/conditions/{facts['condition_id']}", "/evidence"]  # fmt: skip
    assert all("۱۰۰٪" not in page(client, one) for one in pages)


def test_the_lists_lead_to_the_pages(client: TestClient, clinic: Clinic) -> None:
    remedy = published(clinic, 5)
    facts = data_of(client.get(f"/api/recommendations/{remedy}"))
    assert 'href="/herbs/1"' in page(client, "/herbs")
    assert 'href="/conditions/1?lang=en"' in page(client, "/conditions?lang=en")
    assert f'href="/recommendations/{remedy}"' in page(client, "/evidence")
    for subject in (f"/herbs/{facts['herb_id']}", f"/conditions/{facts['condition_id']}"):
        assert f'href="/recommendations/{remedy}"' in page(client, subject)


def test_a_list_goes_on_behind_its_end(client: TestClient) -> None:
    seen: set[str] = set()
    path: str | None = "/herbs"
    while path:
        tags = Tags(page(client, path))
        links = [attrs for name, attrs in tags.found if name == "a"]
        here = {str(one["href"]).split("?")[0] for one in links if "rel" not in one}
        assert here
        assert not here & seen
        seen |= here
        path = next((one["href"] for one in links if one.get("rel") == "next"), None)
    assert len(seen) == _count(client, "/api/herbs")


def _count(client: TestClient, path: str) -> int:
    cursor, ids = "", set[int]()
    while True:
        found: dict[str, Any] = client.get(f"{path}?limit=200{cursor}").json()
        ids |= {one["id"] for one in found["data"]}
        if not found["next"]:
            return len(ids)
        cursor = f"&cursor={found['next']}"


@pytest.mark.parametrize("query", ["q=%00", "after=x", "after=99999999999999999999", "q=%ff&x=1"])
def test_a_question_that_makes_no_sense_is_no_question(client: TestClient, query: str) -> None:
    page(client, f"/herbs?{query}")


def test_a_search_holds_in_any_spelling(client: TestClient) -> None:
    herb = data_of(client.get("/api/herbs/1"))
    assert herb["name_fa"] in page(client, f"/herbs?q={herb['name_en']}")


def test_robots_are_told_where_people_read(client: TestClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Disallow: /api/" in answer.text


def test_too_many_pages_are_answered_with_a_page(
    settings: Settings, clock: FakeClock, tmp_path: Path
) -> None:
    limited = settings.model_copy(update={"rate_limits": "on"})
    app = create_app(limited, clock, static_files=built_client(tmp_path / "built"))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        statuses = {client.get("/conditions/1").status_code for _ in range(601)}
        answer = client.get("/conditions/1")
    assert statuses == {200, 429}
    assert answer.headers["content-type"].startswith("text/html")
    assert int(answer.headers["retry-after"]) >= 1
    assert "بیش از حد" in answer.text


def test_a_page_is_compressed_for_who_takes_that(client: TestClient) -> None:
    with client.stream("GET", "/herbs/1", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert "<h1>" in gzip.decompress(b"".join(answer.iter_raw())).decode()
    assert (
        "content-encoding"
        not in client.get("/herbs/1", headers={"Accept-Encoding": "identity"}).headers
    )
