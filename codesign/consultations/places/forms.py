"""What staff load for places: a look-up of postcodes, and the shapes of areas."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from codesign.web.forms import Form, LineField
from codesign.web.widgets import FileInput, TextInput


class PostcodesForm(Form):
    """A CSV of postcodes."""

    file = FileField(
        _l("CSV file"),
        [FileRequired(message=_l("Choose a CSV file."))],
        description=_l(
            "Two columns: postcode and area_code. The file of the Office for National Statistics works too."
        ),
        widget=FileInput(),
    )
    edition = LineField(
        _l("Edition"),
        limit=60,
        description=_l("Such as ONSPD May 2026. Leave it empty if the file has a column called edition."),
        widget=TextInput(),
    )


class ShapesForm(Form):
    """A GeoJSON file of areas."""

    file = FileField(
        _l("GeoJSON file"),
        [FileRequired(message=_l("Choose a GeoJSON file."))],
        description=_l("In longitude and latitude (WGS84). Each shape carries its area's code."),
        widget=FileInput(),
    )
