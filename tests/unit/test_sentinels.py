"""An address that names Sentinels, taken apart for redis-py and put together for Celery."""

import pytest

from services.errors import SettingError
from services.redis_client import connect, where, without_password
from services.sentinels import Sentinels, sentinels_of
from services.settings import load
from workers import config


@pytest.mark.parametrize(
    ("url", "sentinels"),
    [
        ("sentinel://a?master=main", Sentinels((("a", 26379),), "main")),
        ("sentinel://a:1,b:2/3?master=main", Sentinels((("a", 1), ("b", 2)), "main", 3)),
        ("sentinel://[::1]:5,b?master=main", Sentinels((("::1", 5), ("b", 26379)), "main")),
        ("sentinel://me:p%40ss@a?master=m", Sentinels((("a", 26379),), "m", 0, "me", "p@ss")),
        ("sentinel://:secret@a?master=m", Sentinels((("a", 26379),), "m", 0, "", "secret")),
        ("redis://a:1/0", None),
    ],
)
def test_an_address_is_taken_apart(url: str, sentinels: Sentinels | None) -> None:
    assert sentinels_of(url) == sentinels


@pytest.mark.parametrize(
    "url",
    [
        "sentinel://a:1/0",  # which primary?
        "sentinel://?master=main",  # which Sentinels?
        "sentinel://a/first?master=main",  # a database has a number
        "sentinel://a:port?master=main",
        "sentinel://a?master=x&master=y",
    ],
)
def test_an_address_that_is_not_whole_is_told_by_its_variable_without_its_value(url: str) -> None:
    with pytest.raises(SettingError, match=r"^NEWSMILL_REDIS_URL") as caught:
        load({"NEWSMILL_REDIS_URL": url.replace("//", "//:secret@", 1)})
    assert "secret" not in str(caught.value)


def test_celery_is_told_every_sentinel_and_the_primary() -> None:
    of = config.configuration(load({}, redis_url="sentinel://me:p%40ss@a:1,b:2/3?master=main"))
    assert of["broker_url"] == "sentinel://me:p%40ss@a:1/3;sentinel://me:p%40ss@b:2/3"
    assert isinstance(of["broker_transport_options"], dict)
    assert of["broker_transport_options"]["master_name"] == "main"


def test_it_is_shown_by_the_primary_s_name_and_never_with_its_password() -> None:
    url = "sentinel://:secret@a:1,b:2/0?master=main"
    assert where(connect(load({}, redis_url=url))) == "Redis called 'main' by its Sentinels"
    assert without_password(url) == "sentinel://:***@a:1,b:2/0?master=main"
