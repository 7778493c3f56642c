"""WHAT: trips, visits, who attended, what was found and directed, and what became of it."""

from visits.models.acceptance import Acceptance
from visits.models.activity import Activity, VisitActivity
from visits.models.amendment import AMENDED_FIELDS, Amendment
from visits.models.assignment import Assignment, AssignmentRole
from visits.models.attachment import Attachment, AttachmentKind
from visits.models.attendance import Attendance, Role
from visits.models.calendar_setting import CalendarSetting, WeekStart
from visits.models.directive import (
    AWAITED,
    DONE_STATES,
    FOLLOWED_UP,
    OPEN_STATES,
    Directive,
    DirectiveKind,
    FollowUp,
    State,
    follow_up_of,
    overall_state,
)
from visits.models.directive_links import (
    DirectiveAbout,
    DirectiveDimension,
    DirectiveFinding,
    DirectiveProgramme,
    DirectiveRelation,
    Relation,
)
from visits.models.finding import Finding, FindingDimension, FindingKind, FindingProgramme, Topic
from visits.models.follow_up_round import FollowUpRound, RoundDirective
from visits.models.holiday import DayOfHolidays, Holiday
from visits.models.letter import Letter, LetterForm
from visits.models.office import Office
from visits.models.policy import Dimension, Policy, VisitPolicy
from visits.models.press_release import PressRelease, PressReleaseVisit
from visits.models.programme import Programme, ProgrammeKind
from visits.models.progress import Progress, Verb
from visits.models.reading import NameAsWritten, NameKind, Reading, ReadingName, ReadingState
from visits.models.register_number import Counter, number_all, take_numbers
from visits.models.reminder import Delivery, Reminder, ReminderKind, ReminderSetting
from visits.models.saved_filter import FilterPage, SavedFilter
from visits.models.signed_copy import SignedCopy
from visits.models.table_import import ColumnMapping, Import, ImportKind, ImportRow, ImportState, RowOutcome
from visits.models.trip import Trip
from visits.models.visit import Visit
from visits.models.visit_status import CALLED_OFF, PLANNED, RecordState, Status
from visits.models.webhook import Webhook, WebhookDelivery, WebhookEvent
