import struct
import zipfile
from pathlib import Path

import pytest

from services.local.trimmed_java import STUBS, adapt, stub_class, without_requires

UTF8, CLASS, LONG, MODULE = 1, 7, 5, 19


def module_info(*required: str) -> bytes:
    """Return the class file of `module example { requires …; }`, as JVMS 25 lays it out."""
    texts = ["module-info", "Module", "example", "SourceFile", "x.java", *required]
    pool = [struct.pack(">BH", UTF8, len(text)) + text.encode() for text in texts]
    pool.append(struct.pack(">BH", CLASS, 1))
    this_class = len(pool)
    # A long takes two slots: whoever counts one slot for it reads every later entry wrongly.
    pool.append(struct.pack(">BQ", LONG, 1))
    first_module = len(pool) + 2
    pool += [struct.pack(">BH", MODULE, 3 + 0)] + [struct.pack(">BH", MODULE, 6 + i) for i in range(len(required))]
    requires = b"".join(struct.pack(">HHH", first_module + 1 + i, 0, 0) for i in range(len(required)))
    module = struct.pack(">HHHH", first_module, 0, 0, len(required)) + requires + bytes(8)
    attributes = struct.pack(">HIH", 4, 2, 5) + struct.pack(">HI", 2, len(module)) + module
    head = struct.pack(">IHHH", 0xCAFEBABE, 0, 61, len(pool) + 2) + b"".join(pool)
    return head + struct.pack(">HHHHHHH", 0x8000, this_class, 0, 0, 0, 0, 2) + attributes


def test_the_absent_modules_are_required_no_more() -> None:
    before = module_info("java.base", "jdk.jdi", "jdk.jlink")
    # The names stay in the constant pool, unused; a requires entry is 6 bytes.
    after = without_requires(before, frozenset({"jdk.jdi", "jdk.jlink"}))
    assert len(after) == len(before) - 12
    assert without_requires(after, frozenset({"java.base"})) == without_requires(
        before, frozenset({"java.base", "jdk.jdi", "jdk.jlink"})
    )


def test_a_module_without_absent_ones_stays_byte_for_byte() -> None:
    before = module_info("java.base", "java.logging")
    assert without_requires(before, frozenset({"jdk.jdi"})) == before


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a class file", stub_class("a/B")])
def test_what_is_no_module_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"class file"):
        without_requires(content, frozenset({"jdk.jdi"}))


def test_a_jar_keeps_everything_else_and_gets_the_named_classes(tmp_path: Path) -> None:
    jar = tmp_path / "rules.jar"
    with zipfile.ZipFile(jar, "w") as file:
        file.writestr("module-info.class", module_info("java.base", "jdk.jdi"))
        file.writestr("org/example/Rules.class", b"as it is")
    adapt(jar, frozenset({"jdk.jdi"}))
    with zipfile.ZipFile(jar) as file:
        names = set(file.namelist())
        assert file.read("org/example/Rules.class") == b"as it is"
        assert file.read("module-info.class") == without_requires(
            module_info("java.base", "jdk.jdi"), frozenset({"jdk.jdi"})
        )
    assert names == {"module-info.class", "org/example/Rules.class"} | {f"{name}.class" for name in STUBS["jdk.jdi"]}


def test_adapting_twice_is_adapting_once(tmp_path: Path) -> None:
    jar = tmp_path / "rules.jar"
    with zipfile.ZipFile(jar, "w") as file:
        file.writestr("module-info.class", module_info("jdk.jlink"))
    original = jar.read_bytes()
    adapt(jar, frozenset({"jdk.jlink"}))
    adapt(jar, frozenset({"jdk.jlink"}))
    assert jar.with_suffix(".orig").read_bytes() == original
    with zipfile.ZipFile(jar) as file:
        assert sorted(file.namelist()) == sorted(
            {"module-info.class", *(f"{name}.class" for name in STUBS["jdk.jlink"])}
        )
