"""A bureau: one folder with the settings, sources, catalog, store and output of one department."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.access.settings import AccessSettings
from openmbi.store.operations import Operations, operations_of
from openmbi.store.store import MEMORY_LIMIT, Store

SETTINGS_FILE = "bureau.toml"


class Named(BaseModel):
    """A name in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str

    @property
    def text(self) -> Text:
        """The name as a bilingual text."""
        return Text(self.zh, self.en)


class Zone(Named):
    """The place that the bureau watches; `code` is its GB/T 2260 code, or any code of the bureau's own."""

    code: str


class EngineSettings(BaseModel):
    """Bounds of the embedded engine; `threads` 0 means all cores."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    memory_limit: str = MEMORY_LIMIT
    spill_limit: str = "20GB"
    threads: int = Field(default=0, ge=0)


class OperationsSettings(BaseModel):
    """Where cases, audit chain, silences and notices are kept; an empty `database` means `state/operations.db` in the bureau's folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database: str = ""


class BulletinSettings(BaseModel):
    """What the bulletin says of who made it: `issued_by` (the bureau's own name where it is not said) and `contact`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issued_by: Named | None = None
    contact: Named | None = None


class Settings(BaseSettings):
    """What `bureau.toml` says; an environment variable `MBI_<FIELD>` stands instead of a field.

    `source`: the source whose `indicator` the level is computed from. `sources_of`: by indicator, which source counts where several
    provide it. `incoming`: files, folders or patterns, relative to the bureau's folder; `${NAME}` is
    replaced by the environment variable of that name. `simulated`: whether every output must say that the data are simulated.
    """

    model_config = SettingsConfigDict(env_prefix="MBI_", extra="forbid", frozen=True)

    name: Named
    zone: Zone
    source: str
    indicator: str = "use_kwh"
    sources_of: dict[str, str] = Field(default_factory=dict)
    incoming: tuple[str, ...] = ("incoming",)
    timezone: str = "Asia/Shanghai"
    simulated: bool = False
    notes: tuple[Named, ...] = ()
    engine: EngineSettings = EngineSettings()
    operations: OperationsSettings = OperationsSettings()
    bulletin: BulletinSettings = BulletinSettings()
    access: AccessSettings = AccessSettings()

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, KeyError) as error:
            raise ValueError(f"no time zone is called {name!r}") from error
        return name

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  the signature is the library's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment first, then the file that `load_bureau` names."""
        return env_settings, init_settings


@dataclass(frozen=True)
class Bureau:
    """A bureau's folder with its settings and store."""

    folder: Path
    settings: Settings
    store: Store

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the place."""
        return ZoneInfo(self.settings.timezone)

    @property
    def catalog(self) -> Path | None:
        """The bureau's own declarations, laid over the shipped ones."""
        folder = self.folder / "catalog"
        return folder if folder.is_dir() else None

    @cached_property
    def operations(self) -> Operations:
        """The database of cases, audit chain, silences and notices.

        Raises
        ------
        Problem
            `operations.wrong-address`, `operations.variable-unset`, `operations.no-authority`.
        """
        try:
            return operations_of(self.folder, self.settings.operations.database)
        except Problem as problem:
            raise problem.of_file(self.folder / SETTINGS_FILE) from None

    @property
    def output(self) -> Path:
        """Where pages are written."""
        return self.folder / "output"


def load_bureau(folder: Path) -> Bureau:
    """Open a bureau's folder.

    Raises
    ------
    Problem
        `bureau.none` where there is no bureau.toml; `bureau.unreadable`, `bureau.invalid` where it is wrong.
    """
    file = folder / SETTINGS_FILE
    if not file.is_file():
        raise Problem(
            "bureau.none",
            Text("该目录不是使用单位目录：没有 bureau.toml", "this folder is no bureau: it has no bureau.toml"),
            Text(
                "先执行 mbi init 目录名，或用 --bureau 指定目录",
                "give `mbi init FOLDER` first, or name the folder by --bureau",
            ),
            file=folder.resolve(),
        )
    settings = _settings(file)
    engine = settings.engine
    store = Store(folder / "store", engine.memory_limit, engine.spill_limit, engine.threads)
    return Bureau(folder, settings, store)


def _settings(file: Path) -> Settings:
    try:
        return Settings(**TomlConfigSettingsSource(Settings, file)())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem(
            "bureau.unreadable",
            Text("不是可读取的 TOML：{detail}", "not readable TOML: {detail}").fill(detail=error),
            Text("请改正该文件（UTF-8 编码）", "mend the file (UTF-8)"),
            file=file,
        ) from error
    except ValidationError as error:
        faults = [(".".join(str(part) for part in fault["loc"]), fault["msg"]) for fault in error.errors()]
        listed = "; ".join(f"{name}: {fault}" for name, fault in faults)
        raise Problem(
            "bureau.invalid",
            Text("设置有误：{listed}", "faults in the settings: {listed}").fill(listed=listed),
            Text("请改正所列字段", "mend the fields listed"),
            file=file,
            field=faults[0][0],
        ) from error


def incoming_paths(bureau: Bureau) -> list[Path]:
    """Return the files that wait in the bureau's incoming places, in order.

    Raises
    ------
    Problem
        `bureau.variable-unset` where a place names an environment variable that is not set.
    """
    found: set[Path] = set()
    for place in bureau.settings.incoming:
        path = bureau.folder / _expanded(place, bureau.folder / SETTINGS_FILE)
        below = path.rglob("*") if path.is_dir() else path.parent.glob(path.name)
        found |= {file for file in below if file.is_file() and not file.name.startswith(".")}
    return sorted(found)


def _expanded(place: str, file: Path) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] in os.environ:
            return os.environ[match[1]]
        raise Problem(
            "bureau.variable-unset",
            Text("环境变量 {name} 未设置", "the environment variable {name} is not set").fill(name=match[1]),
            Text("设置该变量，例如 export {name}=/path", "set it, for example export {name}=/path").fill(name=match[1]),
            file=file,
            field="incoming",
        )

    return re.sub(r"\$\{(\w+)\}", value, place)
