import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("api", "ingest", "search")
BIN = Path(sys.executable).parent

# put together here, so that this file does not hold what it looks for
MACHINE_PATHS = [re.compile(rf"(?<![\w.])/{folder}/\w") for folder in ("work", "root", "home")]
REGISTRY_HOSTS = [
    re.compile(re.escape(".".join(parts)))
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("download", "pytorch", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
    )
]


def project_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_what_it_knows(package: str) -> None:
    """Each module of the packages opens with a docstring."""
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / package).rglob("*.py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_the_wheel_holds_the_packages_whole_and_nothing_else(tmp_path: Path) -> None:
    """What is in the three folders is in the wheel, templates and data included; tests and tools are not."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == wanted


def test_no_file_names_this_machine_or_a_package_registry() -> None:
    """The project can be built anywhere: no file holds a path of one machine or a registry's host."""
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in project_files()
        for pattern in (*MACHINE_PATHS, *REGISTRY_HOSTS)
        if (match := pattern.search(text_of(path)))
    ]
    assert found == []


def test_import_contracts_hold() -> None:
    """Packages import each other in one direction only."""
    done = subprocess.run([BIN / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_readme_names_commands_that_exist() -> None:
    """Each `samsok` command and `make` target that the README shows is one that there is."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = subprocess.run([BIN / "samsok", "--help"], capture_output=True, text=True, check=True).stdout
    commands = set(re.findall(r"^  (\w+) ", shown, re.MULTILINE))
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    code = "\n".join(code_of(readme))
    assert set(re.findall(r"\bsamsok ([a-z]+)", code)) <= commands
    assert set(re.findall(r"\bmake ([a-z]+)", code)) <= targets
    assert {"run", "test"} <= set(re.findall(r"\bmake ([a-z]+)", code))


def code_of(markdown: str) -> list[str]:
    return [block or span for block, span in re.findall(r"```sh\n(.*?)```|`([^`\n]+)`", markdown, re.DOTALL)]


def test_links_between_documents_lead_somewhere() -> None:
    """Each relative link in a Markdown file of the project names a file that is there."""
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in project_files()
        if path.suffix == ".md" and path.relative_to(ROOT).parts[0] not in ("corpus", "tests")
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text_of(path))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_dependency_is_pinned() -> None:
    """constraints.txt pins each direct dependency, and torch without the tag of one build."""
    project = pyproject()["project"]
    wanted = [
        *project["dependencies"],
        *(name for names in project["optional-dependencies"].values() for name in names),
    ]
    pinned = dict(
        line.split("==") for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line
    )
    names = {normal(name) for name in pinned}
    assert {normal(re.split(r"[\[<>=!~;]", name)[0]) for name in wanted} <= names
    assert "+" not in pinned["torch"]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()
