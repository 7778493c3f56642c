"""Reports: each is one declaration; the order here is that of the list of reports."""

from visits.reports.centres import Centres
from visits.reports.register import Register

REPORTS = {report.id: report for report in (Register, Centres)}
