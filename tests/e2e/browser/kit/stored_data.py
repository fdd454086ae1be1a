"""What a browser keeps of a person."""

from playwright.sync_api import Page

KEPT = """async () => {
  let rows = 0;
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done, failed) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => failed(opening.error);
    });
    for (const store of base.objectStoreNames) {
      const asked = base.transaction(store).objectStore(store).count();
      rows += await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
    }
    base.close();
  }
  return rows;
}"""
OPEN = "() => Object.keys(localStorage).concat(Object.keys(sessionStorage))"
PREFERENCES = {"tajriba.lang", "tajriba.theme"}


def wait_for_kept(page: Page) -> None:
    """Wait until something is kept, sealed."""
    page.wait_for_function(f"async () => (await ({KEPT})()) > 0")


def wait_for_nothing_kept(page: Page) -> None:
    """Wait until nothing of anybody is kept, key included."""
    page.wait_for_function(f"async () => (await ({KEPT})()) === 0")


def in_the_open(page: Page) -> set[str]:
    """Return what is kept unsealed, but for language and theme."""
    return set(page.evaluate(OPEN)) - PREFERENCES
