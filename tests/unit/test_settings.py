"""Settings come from the environment or from files; what is wrong is one sentence that names the variable."""

from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe

import pytest
from commands import ServedMill, run

from services import settings
from services.errors import SettingError
from services.settings import Settings, child_environment, load, misspelt, variable

AGES = "must be up to 20 numbers of hours up to 8,760, commas between, or `never`"


def refusal(**environment: str) -> str:
    with pytest.raises(SettingError) as raised:
        load({f"NEWSMILL_{name}": value for name, value in environment.items()})
    return str(raised.value)


def test_without_any_the_defaults_hold() -> None:
    assert load({}) == Settings()


def test_the_environment_sets_them_by_type() -> None:
    found = load(
        {
            "NEWSMILL_BATCH_SIZE": "7",
            "NEWSMILL_LEASE_SECONDS": "2.5",
            "NEWSMILL_STATE": "/var/mill",
            "NEWSMILL_LOG_LEVEL": "debug",
            "OTHERS_BATCH_SIZE": "9",
        }
    )
    assert (found.batch_size, found.lease.total_seconds(), found.state, found.log_level) == (
        7,
        2.5,
        Path("/var/mill"),
        "debug",
    )


def test_what_the_caller_says_wins() -> None:
    assert load({"NEWSMILL_BATCH_SIZE": "7"}, batch_size=9).batch_size == 9


def test_an_empty_variable_is_not_set() -> None:
    # As compose hands on what isn't there: NEWSMILL_CONTACT: ${NEWSMILL_CONTACT:-}
    empty = {variable(field): "" for field in Settings.model_fields}
    assert load(empty) == Settings()
    assert settings.given(empty) == {}


@pytest.mark.parametrize(
    ("name", "value", "demand"),
    [
        ("API_PORT", "eighty", "must be a whole number"),
        ("API_PORT", "80.5", "must be a whole number"),
        ("API_PORT", "65536", "must be at most 65535"),
        ("API_PORT", "9" * 5000, "must be a smaller number"),
        ("BATCH_SIZE", "0", "must be at least 1"),
        ("LEASE_SECONDS", "long", "must be a number"),
        ("LEASE_SECONDS", "inf", "must be at most 3600"),
        ("LOG_LEVEL", "loud", "must be 'debug', 'info', 'warning' or 'error'"),
        ("INDEX_PREFIX", "News", "must be small letters, digits and hyphens, 41 at most, beginning with a letter"),
        ("REDIS_URL", "localhost:6379", "must begin with redis://, rediss://, unix:// or sentinel://"),
        ("REDIS_URL", f"redis://{'a' * 64}:6379", "must be an address with a host name and a port up to 65535"),
        ("REDIS_URL", "redis://host:port", "must be an address with a host name and a port up to 65535"),
        ("ELASTICSEARCH_URL", "elasticsearch:9200", "must begin with http:// or https://"),
        ("ELASTICSEARCH_URL", "http://:9200", "must name a host, as in http://127.0.0.1:9200"),
        ("ELASTICSEARCH_URL", "http://[::1", "must be an address with a host name and a port up to 65535"),
        ("ELASTICSEARCH_CA_FILE", "/no/such.pem", "must name a file that can be read"),
        (
            "EMBEDDING_MODEL",
            "/no/such",
            "must name a folder with files config.json, model.safetensors, tokenizer.json that can be read",
        ),
        ("EMBEDDING_SHA256", "ABC", "must be 64 hexadecimal digits in small letters"),
        ("RECHECK_HOURS", "2, soon", AGES),
        ("RECHECK_HOURS", "0", AGES),
        ("RECHECK_HOURS", "9000", AGES),
        ("VECTOR_DIMENSIONS", "4097", "must be at most 4096"),
        ("ALLOW_PRIVATE_NETWORKS", "home", "must be networks such as 10.1.0.0/16 or fd00::/8, separated by commas"),
        ("CONTACT", "me@example.com\r\nHost: else", "must be one line of printable characters"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable(name: str, value: str, demand: str) -> None:
    assert refusal(**{name: value}) == f"NEWSMILL_{name} is wrong: it {demand}."


def test_several_wrong_values_are_told_one_at_a_time() -> None:
    assert refusal(API_PORT="x", BATCH_SIZE="y").count("NEWSMILL_") == 1


def told(name: str, value: str) -> str | None:
    try:
        load({name: value})
    except SettingError as error:
        return str(error)
    return None


@pytest.mark.parametrize("field", Settings.model_fields)
def test_nothing_that_can_be_typed_gets_a_sentence_of_pydantics(field: str) -> None:
    answers = {told(variable(field), value) for value in ("\0", "-1", "1e999", "0x10", "nan", "٣", "x" * 5000)}
    assert all(answer is None or answer.startswith(f"{variable(field)} is wrong: it must ") for answer in answers)


def test_ages_are_in_order_whatever_was_written_and_none_for_never() -> None:
    assert load({"NEWSMILL_RECHECK_HOURS": "48,0.5 , 2"}).recheck_ages == tuple(
        timedelta(hours=hours) for hours in (0.5, 2, 48)
    )
    assert load({"NEWSMILL_RECHECK_HOURS": "never"}).recheck_ages == ()


# Files


def written(directory: Path, content: str | bytes) -> str:
    path = directory / "value"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_each_setting_can_be_read_from_a_file(tmp_path: Path) -> None:
    path = written(tmp_path, "7\n")
    assert load({"NEWSMILL_BATCH_SIZE_FILE": path}).batch_size == 7
    password = load({"NEWSMILL_ELASTICSEARCH_PASSWORD_FILE": path}).elasticsearch_password
    assert password.get_secret_value() == "7"


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    assert load({"NEWSMILL_BATCH_SIZE_FILE": written(tmp_path, "\n")}) == Settings()


def test_an_empty_variable_lets_the_file_count(tmp_path: Path) -> None:
    both = {"NEWSMILL_BATCH_SIZE": "", "NEWSMILL_BATCH_SIZE_FILE": written(tmp_path, "7")}
    assert load(both).batch_size == 7


def test_a_wrong_value_in_a_file_names_both_variables(tmp_path: Path) -> None:
    assert refusal(BATCH_SIZE_FILE=written(tmp_path, "many")) == (
        "NEWSMILL_BATCH_SIZE is wrong: it must be a whole number (read from NEWSMILL_BATCH_SIZE_FILE)."
    )


def test_both_are_one_too_many(tmp_path: Path) -> None:
    assert refusal(BATCH_SIZE="7", BATCH_SIZE_FILE=written(tmp_path, "7")) == (
        "NEWSMILL_BATCH_SIZE and NEWSMILL_BATCH_SIZE_FILE are both set; keep one."
    )


def test_a_file_that_cant_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    missing, directory = str(tmp_path / "none"), str(tmp_path)
    assert refusal(REDIS_URL_FILE=missing) == (
        f"NEWSMILL_REDIS_URL_FILE names {missing}, which can't be read: No such file or directory."
    )
    assert refusal(REDIS_URL_FILE=directory) == (
        f"NEWSMILL_REDIS_URL_FILE names {directory}, which can't be read: Is a directory."
    )


def test_a_file_that_isnt_text_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xff\xfe\x00")
    assert refusal(REDIS_URL_FILE=path) == f"NEWSMILL_REDIS_URL_FILE names {path}, which isn't text in UTF-8."


def test_an_endless_file_ends_in_a_sentence() -> None:
    assert refusal(BATCH_SIZE_FILE="/dev/zero").startswith("NEWSMILL_BATCH_SIZE is wrong")


# Secrets

SECRET = token_urlsafe(8)


def test_no_secret_is_shown_by_settings_or_their_errors(tmp_path: Path) -> None:
    known = load(
        {
            "NEWSMILL_REDIS_URL": f"redis://:{SECRET}@redis:6379/0",
            "NEWSMILL_ELASTICSEARCH_USERNAME": "writer",
            "NEWSMILL_ELASTICSEARCH_PASSWORD": SECRET,
        }
    )
    assert SECRET not in repr(known) + str(known)
    for environment in (
        {"REDIS_URL": f"http://:{SECRET}@redis"},
        {"REDIS_URL": f"redis://:{SECRET}@redis:port"},
        {"ELASTICSEARCH_URL": f"https://u:{SECRET}@host:port"},
        {"ELASTICSEARCH_URL": f"https://u:{SECRET}@"},
        {"API_PORT": SECRET},
        {"API_PORT_FILE": written(tmp_path, SECRET)},
        {"ELASTICSEARCH_API_KEY": SECRET, "ELASTICSEARCH_USERNAME": "writer"},
        {"ELASTICSEARCH_PASSWORD": SECRET, "ELASTICSEARCH_PASSWORD_FILE": "/run/secret"},
    ):
        assert SECRET not in refusal(**environment)


def test_credentials_in_elasticsearchs_address_are_taken_out_of_it() -> None:
    known = load({"NEWSMILL_ELASTICSEARCH_URL": "https://writer:hunter%402@search.example:9243/path"})
    assert known.elasticsearch_url == "https://search.example:9243/path"
    assert known.elasticsearch_username == "writer"
    assert known.elasticsearch_password.get_secret_value() == "hunter@2"


def test_the_password_of_a_user_in_the_address_may_come_by_itself() -> None:
    known = load({"NEWSMILL_ELASTICSEARCH_URL": "https://writer@e:9200", "NEWSMILL_ELASTICSEARCH_PASSWORD": SECRET})
    assert (known.elasticsearch_username, known.elasticsearch_password.get_secret_value()) == ("writer", SECRET)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        (
            {"ELASTICSEARCH_API_KEY": "k", "ELASTICSEARCH_USERNAME": "u"},
            "NEWSMILL_ELASTICSEARCH_USERNAME and NEWSMILL_ELASTICSEARCH_API_KEY",
        ),
        (
            {"ELASTICSEARCH_URL": "http://u:p@e:9200", "ELASTICSEARCH_USERNAME": "u"},
            "NEWSMILL_ELASTICSEARCH_URL and NEWSMILL_ELASTICSEARCH_USERNAME",
        ),
    ],
)
def test_credentials_are_given_once(environment: dict[str, str], named: str) -> None:
    assert refusal(**environment) == f"{named} each hold credentials; keep one."


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("http://search.example", "http://search.example:80"),
        ("https://search.example/path", "https://search.example:443/path"),
        ("http://[::1]:9200", "http://[::1]:9200"),
    ],
)
def test_an_address_without_a_port_has_its_schemes(given: str, known: str) -> None:
    assert load({"NEWSMILL_ELASTICSEARCH_URL": given}).elasticsearch_url == known


# Misspelt


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("NEWSMILL_BATCHSIZE", "NEWSMILL_BATCH_SIZE"),
        ("NEWSMILL_REDIS_URI", "NEWSMILL_REDIS_URL"),
        ("NEWSMILL_ELASTICSEARCH_HOST", "NEWSMILL_ELASTICSEARCH_URL"),
        ("NEWSMILL_ELASTICSEARCH_PASSWORD_FLE", "NEWSMILL_ELASTICSEARCH_PASSWORD_FILE"),
    ],
)
def test_a_misspelt_variable_is_told_with_what_was_meant(name: str, meant: str) -> None:
    assert misspelt({name: "x"}) == {name: meant}


def test_what_others_set_in_our_name_is_not_mistaken_for_a_misspelling() -> None:
    compose = Path(__file__).parents[2] / "docker-compose.yml"
    inside_compose = {word.partition(":")[0] for word in compose.read_text(encoding="utf-8").split("${")[1:]}
    kubernetes = {"NEWSMILL_SERVICE_HOST", "NEWSMILL_SERVICE_PORT", "NEWSMILL_PORT", "NEWSMILL_PORT_8000_TCP_ADDR"}
    ours = {"NEWSMILL_CHILD_OF", "NEWSMILL_TEST_REDIS_URL", "NEWSMILL_TEST_ELASTICSEARCH_URL", "NEWSMILL_UID"}
    assert len(inside_compose) > 5
    assert misspelt(dict.fromkeys(inside_compose | kubernetes | ours, "x")) == {}


def test_every_setting_and_its_file_are_known() -> None:
    names = [f"{variable(field)}{suffix}" for field in Settings.model_fields for suffix in ("", "_FILE")]
    assert misspelt(dict.fromkeys(names, "x")) == {}


def test_doctor_tells_what_is_misspelt_and_finds_no_fault_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMILL_BATCHSIZE", "7")
    ended = run("doctor", mill=ServedMill())
    (line,) = (line for line in ended.lines if "NEWSMILL_BATCHSIZE" in line)
    assert "did you mean NEWSMILL_BATCH_SIZE?" in line
    assert ended.exit_code == 0


# The process's own


def test_a_child_gets_what_we_decided_not_what_we_were_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMILL_REDIS_URL_FILE", "/run/old")
    monkeypatch.setenv("NEWSMILL_CONTACT", "me@example.com")
    environment = child_environment({"NEWSMILL_REDIS_URL": "redis://new:6379/0"})
    assert "NEWSMILL_REDIS_URL_FILE" not in environment
    assert environment["NEWSMILL_REDIS_URL"] == "redis://new:6379/0"
    assert environment["NEWSMILL_CONTACT"] == "me@example.com"


def test_the_process_reads_its_environment_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMILL_BATCH_SIZE", "7")
    first = settings.current()
    monkeypatch.setenv("NEWSMILL_BATCH_SIZE", "9")
    assert settings.current() is first
    assert first.batch_size == 7
