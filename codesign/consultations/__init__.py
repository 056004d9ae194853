"""Consultations: a questionnaire built by staff, answered one question a page by residents."""

from codesign.consultations.branching.manage import bp as branching
from codesign.consultations.checking.manage import bp as checking
from codesign.consultations.counting.manage import bp as flags
from codesign.consultations.languages.manage import bp as languages
from codesign.consultations.languages.routes import bp as voices
from codesign.consultations.manage import bp as manage
from codesign.consultations.own.routes import bp as own
from codesign.consultations.paper.manage import bp as paper
from codesign.consultations.paper.routes import bp as print_at_home
from codesign.consultations.places.manage import bp as places
from codesign.consultations.places.routes import bp as maps
from codesign.consultations.reading.manage import bp as reading
from codesign.consultations.record.manage import bp as record
from codesign.consultations.record.routes import bp as changes
from codesign.consultations.routes import bp as routes
from codesign.consultations.uploads.manage import bp as pictures
from codesign.consultations.uploads.routes import bp as files
from codesign.consultations.ways_in.manage import bp as ways_in
from codesign.consultations.ways_in.routes import bp as entrance

blueprints = (
    changes,
    record,
    branching,
    checking,
    flags,
    languages,
    voices,
    manage,
    own,
    paper,
    print_at_home,
    places,
    maps,
    pictures,
    files,
    reading,
    routes,
    entrance,
    ways_in,
)
