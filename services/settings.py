"""Every setting, from the environment; the only module that reads it.

Each `NEWSMILL_X` can also be given as `NEWSMILL_X_FILE`, a path whose content is the value (Docker and Kubernetes
secrets). `docs/reference/settings.md` is made from this class.
"""

import difflib
import os
import pwd
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from services import setting_rules as rules
from services.errors import SettingError

PREFIX = "NEWSMILL_"
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,40}$")]

_LONGEST_CONTENT = 65_536
_LIKENESS = 0.7


class Settings(BaseModel):
    """What an operator may set; the defaults suit one machine. What may hold a secret has no `repr`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    redis_url: str = Field(
        "redis://127.0.0.1:6379/0", repr=False, description="Redis, as redis://, rediss://, unix:// or sentinel://."
    )
    redis_prefix: Name = Field("newsmill", description="Begins every key in Redis; two installations may share one.")
    elasticsearch_url: str = Field("http://127.0.0.1:9200", description="Elasticsearch 9, as http:// or https://.")
    elasticsearch_username: str = Field("", description="User for Elasticsearch; empty for none.")
    elasticsearch_password: SecretStr = Field(SecretStr(""), repr=False, description="That user's password.")
    elasticsearch_api_key: SecretStr = Field(
        SecretStr(""), repr=False, description="API key, instead of user and password."
    )
    elasticsearch_ca_file: Path | None = Field(None, description="Certificate authority of Elasticsearch, PEM.")
    index_prefix: Name = Field("newsmill", description="Begins the name of every index, alias and template.")
    index_replicas: int = Field(0, ge=0, le=5, description="Replicas of each index; 1 or more on a real cluster.")
    api_host: str = Field("127.0.0.1", description="Address that the API listens on.")
    api_port: int = Field(8000, ge=0, le=65535, description="Port that the API listens on; 0 picks a free one.")
    batch_size: int = Field(100, ge=1, le=1000, description="Documents in one message to a worker.")
    max_attempts: int = Field(
        3,
        ge=1,
        le=10,
        description="Attempts before quarantine; the last is made alone, so 1 is slow.",
    )
    lease_seconds: float = Field(
        30, ge=0.05, le=3600, description="How long a worker may hold a document unheard, in seconds."
    )
    keep_closed_seconds: int = Field(604_800, ge=60, description="How long a closed row can be looked up, in seconds.")
    copies_keep_days: int = Field(30, ge=1, le=366, description="How long copies of a text are looked for, in days.")
    related: bool = Field(
        default=True, description="Whether texts on one event are looked for among those of two days: true or false."
    )
    max_document_bytes: int = Field(10_000_000, ge=1000, description="Largest document that is accepted, in bytes.")
    max_container_bytes: int = Field(
        10_000_000_000,
        ge=1000,
        description="Largest file that holds several documents, and the most that it may unpack to, in bytes.",
    )
    max_open: int = Field(100_000, ge=1, description="Open documents above which intake waits.")
    api_keys: SecretStr = Field(
        SecretStr(""),
        repr=False,
        description="Keys that may push, 16 characters or more each, separated by commas or line ends; empty for none.",
    )
    public_url: str = Field(
        "", description="Address under which hubs of feeds (WebSub) reach the API, such as https://news.example.org."
    )
    worker_concurrency: int = Field(2, ge=1, le=64, description="Processes of one worker.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged.")
    allow_private_networks: str = Field(
        "", description="CIDRs, separated by commas, that may be fetched although private."
    )
    fetch_seconds: float = Field(
        20,
        ge=0.05,
        le=600,
        description="How long a whole answer may take, redirects and body included, in seconds; "
        "at least 7 below NEWSMILL_LEASE_SECONDS: a task ends 2 before that, and robots.txt may take 5.",
    )
    fetch_concurrency: int = Field(32, ge=1, le=256, description="Answers that one process waits for at a time.")
    archive: str = Field(
        "", description="Folder, or fsspec URL, of the raw answers; `archive` in the state directory by default."
    )
    archive_keep_days: int = Field(90, ge=1, le=36_500, description="How long raw answers are kept, in days.")
    archive_most_bytes: int = Field(
        20_000_000_000, ge=1_000_000, description="Size of the archive above which the oldest answers go, in bytes."
    )
    state: Path | None = Field(
        None, description="Directory of the local stack; `.newsmill` in the checkout by default."
    )
    cache: Path | None = Field(None, description="Directory for downloads; the user's cache directory by default.")
    alive_file: Path | None = Field(
        None, description="File that a worker touches while it lives; in the temporary directory by default."
    )
    poll_batch_size: int = Field(
        50,
        ge=1,
        le=1000,
        description="Feeds that one task polls at most, and never more than NEWSMILL_FETCH_CONCURRENCY.",
    )
    poll_shortest_seconds: float = Field(
        300, ge=0.01, le=86_400, description="Least time between two polls of a feed, in seconds."
    )
    poll_longest_seconds: float = Field(
        86_400,
        ge=0.01,
        le=2_592_000,
        description="Longest time between two polls at a feed's own rhythm or after errors, in seconds.",
    )
    poll_longest_asked_seconds: float = Field(
        604_800, ge=0.01, le=31_536_000, description="Longest wait that a publisher may ask for, in seconds."
    )
    recheck_hours: str = Field(
        "2, 12, 48, 168",
        description="Ages at which an article's page is asked for again, in hours, commas between; `never` for none.",
    )
    recheck_most: int = Field(
        200_000,
        ge=0,
        description="Articles that wait for that at most; each takes half a kilobyte of Redis.",
    )
    host_concurrency: int = Field(1, ge=1, le=64, description="Requests to one host at the same time.")
    domain_gap_seconds: float = Field(
        1.0, ge=0, le=3600, description="Least time between requests to one registered domain, in seconds."
    )
    platform_gap_seconds: float = Field(
        0.1, ge=0, le=3600, description="The same for a platform that hosts many publishers, over all of them."
    )
    turn_seconds: float = Field(
        60, ge=0.1, le=3600, description="When a request that was never ended frees its host, in seconds."
    )
    enrich: str = Field(
        "",
        description="Enrichments of installed packages to apply after our own, such as `ner`; commas between.",
    )
    enrich_seconds: float = Field(
        10, ge=0.05, le=300, description="How long each of them may take for one article, in seconds."
    )
    vector_dimensions: int = Field(
        0,
        ge=0,
        le=4096,
        description="Length of the vectors that an enrichment computes, kept and searched as `vector`; 0 for none. "
        "Another length needs NEWSMILL_VECTOR_DROP.",
    )
    vector_drop: int = Field(
        0,
        ge=0,
        le=4096,
        description="Length of the vectors that are given up, where NEWSMILL_VECTOR_DIMENSIONS is another by now: "
        "`newsmill init index` and `up` then copy each month without them.",
    )
    embedding_model: Path | None = Field(
        None,
        description="Folder of the model2vec model of the enrichment `embedding`: `config.json`, `model.safetensors` "
        "and `tokenizer.json`.",
    )
    embedding_sha256: str = Field(
        "", description="Hash of those three files, one after the other, that the model must have; empty for any."
    )
    contact: str = Field("", description="URL or e-mail address that the User-Agent names to publishers.")

    _redis_is_an_address = field_validator("redis_url")(rules.redis_address)
    _elasticsearch_is_an_address = field_validator("elasticsearch_url")(rules.elasticsearch_address)
    _authority_can_be_read = field_validator("elasticsearch_ca_file")(rules.readable_file)
    _hash_is_a_hash = field_validator("embedding_sha256")(rules.sha256)
    _model_is_there = field_validator("embedding_model")(rules.model_folder)
    _networks_are_networks = field_validator("allow_private_networks")(rules.networks)
    _api_keys_are_long = field_validator("api_keys")(rules.api_keys)
    _public_url_is_an_address = field_validator("public_url")(rules.public_address)
    _recheck_hours_are_ages = field_validator("recheck_hours")(rules.ages)
    _contact_is_one_line = field_validator("contact")(rules.one_line)

    @model_validator(mode="before")
    @classmethod
    def _credentials_stand_apart(cls, values: dict[str, object]) -> dict[str, object]:
        return rules.credentials_apart(values)

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)

    @property
    def recheck_ages(self) -> tuple[timedelta, ...]:
        return tuple(timedelta(hours=each) for each in rules.hours(self.recheck_hours))

    @property
    def task(self) -> timedelta:
        """How long a worker's task may take: below the lease, so that what hangs ends before another takes it."""
        return timedelta(seconds=max(1.0, self.lease_seconds - 2))


def variable(field: str) -> str:
    return f"{PREFIX}{field.upper()}"


def load(environment: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Return the settings that *environment* gives (the process's own by default); *overrides* win.

    Raises SettingError naming the first variable that is wrong, and never a value: it may be a secret.
    """
    environment = os.environ if environment is None else environment
    values = given(environment) | overrides
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise SettingError(_sentence(first, environment)) from error


def _sentence(error: ErrorDetails, environment: Mapping[str, str]) -> str:
    demand = rules.demand(error["type"], error.get("ctx", {})) or error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return f"{demand}."
    name = variable(str(error["loc"][0]))
    origin = f" (read from {name}_FILE)" if environment.get(f"{name}_FILE") else ""
    return f"{name} is wrong: it {demand}{origin}."


def given(environment: Mapping[str, str] | None = None) -> dict[str, object]:
    """Return field → text of the settings that *environment* names, directly or by file; an empty one isn't named."""
    environment = os.environ if environment is None else environment
    values: dict[str, object] = {}
    for field in Settings.model_fields:
        name = variable(field)
        direct, path = environment.get(name), environment.get(f"{name}_FILE")
        if direct and path:
            message = f"{name} and {name}_FILE are both set; keep one."
            raise SettingError(message)
        if text := _content(name, path) if path else direct:
            values[field] = text
    return values


def _content(name: str, path: str) -> str:
    try:
        with Path(path).open(encoding="utf-8") as file:
            return file.read(_LONGEST_CONTENT).strip()
    except OSError as error:
        message = f"{name}_FILE names {path}, which can't be read: {error.strerror}."
        raise SettingError(message) from error
    except UnicodeDecodeError as error:
        message = f"{name}_FILE names {path}, which isn't text in UTF-8."
        raise SettingError(message) from error


def misspelt(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return variable → the setting that was probably meant, for those of ours in *environment* that are no setting.

    No error: Kubernetes sets variables such as NEWSMILL_PORT for a service called newsmill, and compose has its own.
    """
    environment = os.environ if environment is None else environment
    known = {f"{field.upper()}{suffix}" for field in Settings.model_fields for suffix in ("", "_FILE")}
    names = [name.removeprefix(PREFIX) for name in environment if name.startswith(PREFIX)]
    unknown = [name for name in names if name not in known and not name.startswith("TEST_")]
    near = {name: difflib.get_close_matches(name, known, n=1, cutoff=_LIKENESS) for name in unknown}
    return {f"{PREFIX}{name}": f"{PREFIX}{found[0]}" for name, found in sorted(near.items()) if found}


@cache
def current() -> Settings:
    """Return the settings of this process, read once."""
    return load()


def child_environment(values: Mapping[str, str]) -> dict[str, str]:
    """Return our environment for a child process, with *values* in the place of what we were given for them."""
    hidden = {f"{name}_FILE" for name in values}
    return {name: value for name, value in os.environ.items() if name not in hidden} | dict(values)


def user_directory(xdg_variable: str, below_home: str) -> Path | None:
    """Return the user's directory that *xdg_variable* names, else *below_home* in the home; None without a home."""
    named = os.environ.get(xdg_variable, "")
    if named.startswith("/"):
        return Path(named)
    home = os.environ.get("HOME") or _home_by_user_database()
    return Path(home) / below_home if home else None


def _home_by_user_database() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:
        return ""
