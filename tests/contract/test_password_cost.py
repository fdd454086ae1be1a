"""What guessing a password costs whoever has the database."""

import subprocess
import sys

SHOW = """
from tajriba.accounts.passwords.password_hash import hash_password
print(hash_password('a-password'))"""


def test_the_program_hashes_at_full_cost() -> None:
    """As a process: within the tests' own hashing was made cheap."""
    done = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, check=True, text=True)
    assert done.stdout.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
