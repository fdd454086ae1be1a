"""The database that every test starts from."""

from tajriba.database import open_database
from tajriba.knowledge.catalogue.catalogue import load_catalogue
from tajriba.knowledge.loading import load_knowledge
from tajriba.migrate import migrate
from tajriba.settings import Settings
from tests.kit.fakes.fake_clock import FakeClock


def build(url: str) -> str:
    """Migrate a new database and load the shipped knowledge."""
    migrate(url)
    database = open_database(Settings(database_url=url), FakeClock())
    database.write_now(load_knowledge, load_catalogue())
    database.close()
    return url
