"""Reports: each is one declaration; the order here is that of the list of reports."""

from visits.reports.annual import Annual
from visits.reports.centres import Centres
from visits.reports.dimensions import Dimensions
from visits.reports.directive_progress import Progress
from visits.reports.directives import Directives
from visits.reports.officials import Officials
from visits.reports.problems import Problems
from visits.reports.programmes import Programmes
from visits.reports.register import Register
from visits.reports.rounds import Rounds
from visits.reports.units import Units

REPORTS = {
    report.id: report
    for report in (
        Register,
        Centres,
        Officials,
        Units,
        Directives,
        Progress,
        Rounds,
        Dimensions,
        Programmes,
        Problems,
        Annual,
    )
}
