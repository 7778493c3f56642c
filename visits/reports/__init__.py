"""The reports by their id, in the order of the list of reports. A new one is a module of its own and two lines here."""

from visits.reports.annual import AnnualReport
from visits.reports.base import Report
from visits.reports.brief import BriefReport
from visits.reports.centres import CentresReport
from visits.reports.dimensions import DimensionsReport
from visits.reports.directive_progress import DirectiveProgressReport
from visits.reports.directives import DirectivesReport
from visits.reports.officials import OfficialsReport
from visits.reports.problems import ProblemsReport
from visits.reports.programmes import ProgrammesReport
from visits.reports.province_map import ProvinceMapReport
from visits.reports.register import RegisterReport
from visits.reports.rounds import RoundsReport
from visits.reports.units import UnitsReport

CLASSES: list[type[Report]] = [
    AnnualReport,
    BriefReport,
    CentresReport,
    DimensionsReport,
    DirectiveProgressReport,
    DirectivesReport,
    OfficialsReport,
    ProblemsReport,
    ProgrammesReport,
    ProvinceMapReport,
    RegisterReport,
    RoundsReport,
    UnitsReport,
]
REPORTS = {report.id: report for report in sorted(CLASSES, key=lambda report: report.order)}
