"""The built files: hashed names, nothing foreign, small enough for a phone on a bus."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from codesign.config import resource_folder
from codesign.web import assets, build_assets
from codesign.web.assets import AssetsNotBuilt, NoSuchAsset, asset, print_font_folder, static_folder

STATIC = resource_folder("static")
KB = 1000


def built(name: str) -> Path:
    return static_folder() / asset(name).removeprefix("/static/")


def test_every_built_file_has_the_hash_of_its_content_in_its_name() -> None:
    names = json.loads((static_folder() / "manifest.json").read_text(encoding="utf-8"))
    assert {"app.css", "app.rtl.css", "staff.css", "wall.css", "app.js", "boot.js", "htmx.js", "htmx-morph.js"} <= set(
        names
    )
    for name, hashed in names.items():
        assert re.fullmatch(r".+\.[0-9a-f]{12}\.(css|js|woff2)", hashed), name
        assert (static_folder() / hashed).is_file()


def test_a_page_that_names_an_unknown_file_fails() -> None:
    with pytest.raises(NoSuchAsset, match=r"nothing\.css"):
        asset("nothing.css")


def test_an_app_without_built_files_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "resource_folder", lambda _name: tmp_path)
    with pytest.raises(AssetsNotBuilt, match="make assets"):
        asset("app.css")


def test_a_new_build_is_seen_without_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setattr(assets, "resource_folder", lambda _name: tmp_path)
    manifest = tmp_path / "build" / "manifest.json"
    manifest.parent.mkdir()
    for turn in ("1", "2"):
        manifest.write_text(json.dumps({"app.css": f"app.{turn}.css"}), encoding="utf-8")
        os.utime(manifest, (int(turn), int(turn)))
        assert asset("app.css") == f"/static/app.{turn}.css"


def test_no_template_names_a_file_without_its_hash() -> None:
    for path in resource_folder("templates").rglob("*.html"):
        assert not re.search(r"""["'(]/static/""", path.read_text(encoding="utf-8")), path.name


def test_a_first_visit_with_htmx_stays_under_seventy_kilobytes() -> None:
    packed = sum(len(gzip.compress(built(name).read_bytes())) for name in ("app.css", "app.js", "boot.js", "htmx.js"))
    font = built("fonts/text-latin.woff2").stat().st_size
    assert font < 25 * KB
    assert packed + font < 70 * KB


def test_the_styles_name_no_foreign_typeface_address_or_picture() -> None:
    for name in ("app.css", "staff.css", "wall.css"):
        for sheet in (built(name), built(name.replace(".css", ".rtl.css"))):
            text = sheet.read_text(encoding="utf-8")
            assert "GDS Transport" not in text
            assert not re.search(r"@import|crown", text)
            for address in re.findall(r"url\(([^)]+)\)", text):
                assert re.fullmatch(r"/static/fonts/[a-z-]+\.[0-9a-f]{12}\.woff2", address), address


def test_the_mirrored_sheet_is_mirrored_but_its_ticks_are_not() -> None:
    plain, mirrored = (built(name).read_text(encoding="utf-8") for name in ("app.css", "app.rtl.css"))
    assert plain != mirrored
    assert "[dir=rtl] .govuk-checkboxes__label::after{transform:rotate(-45deg);border-width:0 0 5px 5px}" in mirrored


def test_every_token_of_the_design_is_there() -> None:
    text = built("app.css").read_text(encoding="utf-8")
    for token, value in {
        "--ink": "#16282b", "--pine": "#17544c", "--clay": "#a2421f", "--marigold": "#f4b942", "--focus": "#fd0",
        "--paper": "#f7f4ec", "--wall-bg": "#0f1f20", "--wall-amber": "#ffcf5c", "--link": "#0b5a73",
    }.items():  # fmt: skip
        assert re.search(rf"{token}: ?{value}\b", text), token


def test_documents_get_truetype_fonts_with_their_licences() -> None:
    names = {path.name for path in print_font_folder().iterdir()}
    assert {
        "AtkinsonHyperlegibleNext_400Regular.ttf", "AtkinsonHyperlegibleNext_700Bold.ttf", "NotoSans_400Regular.ttf",
        "NotoSans_700Bold.ttf", "NotoSansArabic_400Regular.ttf", "NotoSansArabic_700Bold.ttf",
    } <= names  # fmt: skip
    assert len([name for name in names if name.endswith("licence.txt")]) == 3


def test_packages_are_pinned_with_hashes_and_without_download_addresses() -> None:
    wanted = json.loads((STATIC / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert wanted["govuk-frontend"] == "6.3.0"
    assert wanted["htmx.org"] == "2.0.11"
    lock = (STATIC / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "://registry" not in lock
    packages = {name: entry for name, entry in json.loads(lock)["packages"].items() if name}
    assert all(entry.get("integrity", "").startswith("sha512-") for entry in packages.values())


def test_our_scripts_are_short_and_never_evaluate_text() -> None:
    for path in (STATIC / "src" / "js").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 300, path.name
        assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write", text), path.name


def test_a_changed_source_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.scss").write_text("a", encoding="utf-8")
    before = build_assets.fingerprint(tmp_path, ("src",))
    assert before == build_assets.fingerprint(tmp_path, ("src",))
    (tmp_path / "src" / "app.scss").write_text("b", encoding="utf-8")
    assert before != build_assets.fingerprint(tmp_path, ("src",))


def test_an_unchanged_folder_is_not_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "build.mjs").write_text("", encoding="utf-8")
    steps: list[str] = []

    def run(command: list[str], folder: Path, _surroundings: dict[str, str]) -> None:
        steps.append(command[1])
        (folder / "node_modules").mkdir(exist_ok=True)
        (folder / "build").mkdir(exist_ok=True)
        (folder / "build" / "manifest.json").write_text("{}", encoding="utf-8")

    monkeypatch.setattr(build_assets, "_run", run)
    monkeypatch.setattr(build_assets, "find_node", lambda: Path("/usr/bin/node"))
    monkeypatch.setattr("shutil.which", lambda *_names, **_options: "npm")
    assert build_assets.build(tmp_path)
    assert not build_assets.build(tmp_path)
    (tmp_path / "build.mjs").write_text("changed", encoding="utf-8")
    assert build_assets.build(tmp_path)
    assert steps == ["ci", "build.mjs", "build.mjs"]
