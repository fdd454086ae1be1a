"""Tiny packages as wheels, and their lines in a lock."""

import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """A release that holds nothing but what it asks for."""

    name: str
    version: str
    requires: tuple[str, ...] = ()
    extra: str = ""

    def build(self, folder: Path) -> Path:
        """Write its wheel into `folder` and return where."""
        path = folder / f"{self.name}-{self.version}-py3-none-any.whl"
        about = f"{self.name}-{self.version}.dist-info"
        metadata = ["Metadata-Version: 2.1", f"Name: {self.name}", f"Version: {self.version}"]
        metadata += [f"Provides-Extra: {self.extra}"] if self.extra else []
        metadata += [f"Requires-Dist: {one}" for one in self.requires]
        files = {
            f"{self.name}.py": "",
            f"{about}/METADATA": "\n".join(metadata) + "\n",
            f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        record = [f"{name},," for name in [*files, f"{about}/RECORD"]]
        with zipfile.ZipFile(path, "w") as wheel:
            for name, text in files.items():
                wheel.writestr(name, text)
            wheel.writestr(f"{about}/RECORD", "\n".join(record) + "\n")
        return path


def locked(wheel: Path) -> str:
    """Return the line of a lock that allows this wheel alone."""
    name, version, *_ = wheel.name.split("-")
    return f"{name}=={version} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n"
